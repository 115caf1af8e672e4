#include <ddd/payment/application/commands/recover_payments.hpp>
#include <ddd/platform/async/when_all.hpp>

namespace ddd::payment {

Task<Result<std::size_t>> RecoverPaymentsHandler::handle(const CallContext& call, RecoverPayments command) {
  constexpr std::size_t kSideBySide = 8;
  const auto owner = ids_.next().to_text();
  std::size_t taken = 0;
  while (taken < command.limit) {
    const auto now = clock_.now();
    DDD_CO_TRY(auto due, co_await payments_.claim_due(owner, now, now + PaymentProcess::kLease, kSideBySide));
    for (const auto& id : due.unreadable) alarms_.unreadable(id);
    if (due.payments.empty()) break;
    taken += due.payments.size();
    std::vector<Task<>> rounds;
    rounds.reserve(due.payments.size());
    for (auto& claimed : due.payments) rounds.push_back(recover(call, std::move(claimed), owner));
    co_await when_all(std::move(rounds));
  }
  co_return taken;
}

Task<> RecoverPaymentsHandler::recover(const CallContext& call, ClaimedPayment claimed, const std::string& owner) {
  constexpr std::chrono::seconds kBudget{12};  // less than the lease
  const auto give_up_at = clock_.now() + kBudget;
  CallContext own = call;
  own.trace = TraceContext::root();
  own.correlation_id = claimed.payment.id().to_text();
  // A failure leaves the lease to run out; the payment is then due again.
  if (is_sold(claimed.payment.stage())) {
    const RefundErrand errand{.owner = owner, .give_up_at = give_up_at, .tries = claimed.tries};
    (void)co_await refunds_.recover(own, std::move(claimed.payment), errand);
    co_return;
  }
  const Errand errand{
      .owner = owner, .give_up_at = give_up_at, .is_new = false, .render = nullptr, .tries = claimed.tries};
  (void)co_await process_.drive(own, std::move(claimed.payment), errand);
}

}  // namespace ddd::payment
