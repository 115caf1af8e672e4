#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/sandbox/application/operations.hpp>
#include <ddd/sandbox/domain/errors.hpp>

/// Refunds: each changes its intent as well, whose version keeps their sum below what was taken.
namespace ddd::sandbox {

Task<Result<Operations::Plan>> Operations::plan(CreateRefund command, Timestamp now) {
  DDD_CO_TRY(auto intent, co_await load(command.intent, now));
  if (!intent) co_return Plan{.outcome = Refusal{errors::intent_not_found(), std::nullopt}, .changes = {}};
  auto behaviour = RefundBehaviour::at_once;
  if (const auto& id = intent->state().payment_method; !id.empty()) {
    DDD_CO_TRY(const auto method, co_await d_.store.find_method(id));
    if (method) behaviour = method->card.refunds;
  }
  auto refund = Refund::create(d_.ids.make<RefundId>(), *intent, behaviour, std::move(command.terms), now);
  if (!refund) co_return Plan{.outcome = Refusal{std::move(refund).error(), std::nullopt}, .changes = {}};
  Plan plan{.outcome = RefundMade{refund->state()}, .changes = {}};
  plan.changes.intent = *std::move(intent);
  plan.changes.refund = *std::move(refund);
  co_return plan;
}

void Operations::add_records(const Refund& refund, const PaymentIntent& intent, const Call& call, Timestamp now,
                             std::vector<EventRecord>& records) const {
  for (const auto event : refund.events()) {
    const bool is_of_charge = event == RefundEvent::charge_refunded;
    records.push_back({.id = d_.ids.make<EventId>(),
                       .type = std::string(to_text(event)),
                       .object = is_of_charge ? d_.wire.charge(intent.state()) : d_.wire.object(refund.state()),
                       .request_id = call.request_id,
                       .idempotency_key = call.key,
                       .traceparent = call.traceparent,
                       .created_at = now});
  }
}

Task<Result<std::size_t>> Operations::settle_refunds(std::size_t limit) {
  DDD_CO_TRY(const auto ids, co_await d_.store.due_refunds(d_.clock.now(), limit));
  for (const auto& id : ids) {
    DDD_CO_CHECK(co_await retry_on_conflict([&] { return settle_refund(id); }));
  }
  co_return ids.size();
}

Task<Result<>> Operations::settle_refund(const RefundId& id) {
  const auto now = d_.clock.now();
  DDD_CO_TRY(auto refund, co_await d_.store.find_refund(id));
  if (!refund) co_return Result<>{};
  DDD_CO_TRY(auto intent, co_await load(refund->state().intent, now));
  if (!intent || !refund->settle(*intent, now)) co_return Result<>{};
  Changes changes;
  add_records(*refund, *intent, {}, now, changes.events);
  changes.intent = *std::move(intent);
  changes.refund = *std::move(refund);
  co_return co_await save(std::move(changes));
}

}  // namespace ddd::sandbox
