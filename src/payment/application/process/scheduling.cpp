#include <algorithm>
#include <utility>

#include <ddd/payment/application/process/backoff.hpp>
#include <ddd/payment/application/process/payment_process.hpp>

/// What is stored, and when somebody looks again.
namespace ddd::payment {
namespace {

using std::chrono::seconds;

/// How often a buyer's action is asked for: a webhook or the buyer's return is faster; this finds the ones that were
/// lost.
constexpr seconds kLookAgain{15};

/// The last word for a request: a repeat gets the same answer.
bool is_settled(const Payment& payment, const std::optional<Error>& refusal) {
  return refusal || is_final(payment.stage()) || payment.waits_for_method();
}

}  // namespace

PaymentProcess::StepResult PaymentProcess::store(const CallContext& call, Payment& payment, const Errand& errand,
                                                 Step step) {
  if (errand.gives_up && is_abandoned(payment.stage())) step.refusal.reset();
  auto context = context_for(call, payment, errand, step.refusal);
  DDD_CO_CHECK(co_await payments_.save(payment, schedule_after(payment, errand, step.next), std::move(context)));
  co_return step;
}

SaveContext PaymentProcess::context_for(const CallContext& call, const Payment& payment, const Errand& errand,
                                        const std::optional<Error>& refusal) const {
  auto context = SaveContext::of(call, clock_.now());
  if (!call.idempotency || errand.render == nullptr) return context;
  IdempotencyRecord record{.key = *call.idempotency,
                           .resource_id = payment.id().to_text(),
                           .answer = std::nullopt,
                           .created_at = context.now};
  if (is_settled(payment, refusal)) {
    record.answer = errand.render(call, outcome_of(payment, errand, refusal, payment.version() + 1));
  }
  context.idempotency = std::move(record);
  return context;
}

Schedule PaymentProcess::leased(const Errand& errand) const {
  const auto until = clock_.now() + kLease;
  return {.lease_owner = errand.owner, .lease_until = until, .next_action_at = until, .tries = 0};
}

Schedule PaymentProcess::schedule_after(const Payment& payment, const Errand& errand, Step::Next next) const {
  if (next == Step::Next::again) return leased(errand);
  Schedule schedule;
  if (next == Step::Next::later) {
    schedule.next_action_at = next_try(payment, errand);
    schedule.tries = errand.tries + 1;
  } else if (payment.waits_for_method()) {
    schedule.next_action_at = payment.state().expires_at;
  } else if (payment.stage() == PaymentState::requires_action) {
    schedule.next_action_at = std::min(payment.state().expires_at, clock_.now() + kLookAgain);
  } else if (payment.has_pending_refund()) {
    schedule.next_action_at = clock_.now();
  }
  return schedule;
}

Timestamp PaymentProcess::next_try(const Payment& payment, const Errand& errand) const {
  const auto now = clock_.now();
  const auto stage = payment.stage();
  auto next = now + (stage == PaymentState::requires_action ? kLookAgain : backoff(errand.tries));
  // The buyer's time is over at its moment, however long we have been asking.
  const bool may_expire = stage == PaymentState::validated || stage == PaymentState::stock_reserved ||
                          stage == PaymentState::requires_action;
  if (may_expire && !payment.is_expired(now)) next = std::min(next, payment.state().expires_at);
  // From this moment on a new key may be taken.
  const auto spent_at = payment.key_spent_at();
  if (payment.state().uncertain_since && spent_at && now < *spent_at) next = std::min(next, *spent_at);
  return next;
}

}  // namespace ddd::payment
