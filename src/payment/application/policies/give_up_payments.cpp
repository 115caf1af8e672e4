#include <utility>

#include <ddd/payment/application/policies/give_up_payments.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/resume.hpp>

namespace ddd::payment {
namespace {

bool may_lose_its_stock(PaymentState stage) {
  switch (stage) {
    case PaymentState::stock_reserved:
    case PaymentState::intent_created:
    case PaymentState::confirming:
    case PaymentState::requires_action:
    case PaymentState::authorized:
      return true;
    default:
      return false;
  }
}

}  // namespace

Task<Result<GivingUp>> GiveUpPaymentsHandler::handle(const CallContext& call, ReservationExpired fact) {
  const auto owner = ids_.next().to_text();
  auto payment = co_await claim(fact.payment_id, owner);
  if (!payment && payment.error().kind == ErrorKind::not_found) co_return GivingUp::nothing_open;
  if (!payment) co_return Refused(std::move(payment).error());
  if (!may_lose_its_stock(payment->stage())) {
    DDD_CO_CHECK(co_await payments_.release(payment->id(), owner, next_look(*payment, clock_.now()), 0));
    co_return GivingUp::nothing_open;
  }
  payment->abandon({PaymentState::failed, "reservation_lost"}, clock_.now());
  DDD_CO_CHECK(co_await save(call, *payment, std::move(fact.event)));
  co_return GivingUp::done;
}

Task<Result<GivingUp>> GiveUpPaymentsHandler::handle(const CallContext& call, BuyerGone fact) {
  constexpr std::size_t kAtOnce = 100;
  const auto owner = ids_.next().to_text();
  auto outcome = GivingUp::nothing_open;
  for (;;) {
    DDD_CO_TRY(const auto open, co_await views_.cancellable(fact.user_id, kAtOnce));
    if (open.empty()) co_return outcome;
    for (const auto& id : open) {
      DDD_CO_TRY(auto payment, co_await claim(id, owner));
      const bool was_open = !is_final(payment.stage()) && payment.stage() != PaymentState::cancelling;
      // Meanwhile it may hold money: then the sale goes on.
      if (!was_open || !payment.cancel(fact.reason, clock_.now())) {
        DDD_CO_CHECK(co_await payments_.release(id, owner, next_look(payment, clock_.now()), 0));
        continue;
      }
      // The event counts as handled with the last of them: after a crash in between the rest is found again.
      const bool is_last = open.size() < kAtOnce && id == open.back();
      DDD_CO_CHECK(co_await save(call, payment, is_last ? std::optional(fact.event) : std::nullopt));
      outcome = GivingUp::done;
    }
    if (open.size() < kAtOnce) co_return outcome;
  }
}

Task<Result<Payment>> GiveUpPaymentsHandler::claim(const PaymentId& id, const std::string& owner) {
  const auto now = clock_.now();
  auto claimed = co_await payments_.claim(id, owner, now, now + PaymentProcess::kLease);
  // Whoever works on it needs seconds; the event waits for them.
  if (!claimed && claimed.error().kind == ErrorKind::conflict) co_return Refused(store_errors::version_conflict());
  if (!claimed) co_return Refused(std::move(claimed).error());
  co_return std::move(claimed->payment);
}

Task<Result<>> GiveUpPaymentsHandler::save(const CallContext& call, Payment& payment, std::optional<InboxEntry> event) {
  const auto now = clock_.now();
  Schedule schedule;
  if (payment.stage() == PaymentState::cancelling) {
    if (!payment.state().intent_id.empty()) payment.prepare(GatewayOperation::cancel, payment.state().intent_id, now);
    schedule.next_action_at = now;
  }
  auto context = SaveContext::of(call, now);
  context.inbox = std::move(event);
  co_return co_await payments_.save(payment, std::move(schedule), std::move(context));
}

}  // namespace ddd::payment
