#include <utility>

#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/domain/errors.hpp>

/// To an end without a sale: stock goes back only when the provider is known to hold nothing.
namespace ddd::payment {
namespace {

/// A cancel that was asked for would have changed this.
bool is_untouched(const IntentFacts& facts) {
  return facts.status != IntentStatus::canceled && facts.status != IntentStatus::succeeded &&
         facts.status != IntentStatus::processing;
}

}  // namespace

PaymentProcess::StepResult PaymentProcess::abandon(const CallContext& call, Payment& payment, const Errand& errand,
                                                   Abandonment how, std::optional<Error> refusal) {
  const auto now = clock_.now();
  payment.abandon(std::move(how), now);
  if (payment.stage() != PaymentState::cancelling) {
    if (!refusal) refusal = refusal_of(payment.state());
    co_return co_await store(call, payment, errand, {Step::Next::wait, std::move(refusal)});
  }
  if (!payment.state().intent_id.empty()) payment.prepare(GatewayOperation::cancel, payment.state().intent_id, now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::undo(const CallContext& call, Payment& payment, const Errand& errand) {
  const auto& state = payment.state();
  if (state.intent_id.empty()) co_return co_await undo_unknown_intent(call, payment, errand);
  std::optional<GatewayAnswer> answer;
  if (state.uncertain_since) {
    answer = co_await gateway_.look_up(call, state.intent_id);
    const auto* seen = std::get_if<IntentFacts>(&*answer);
    const bool was_not_executed = seen != nullptr && is_untouched(*seen);
    if (was_not_executed && payment.key_is_spent(clock_.now())) {
      co_return co_await take_new_key(call, payment, errand, GatewayOperation::cancel);
    }
    if (was_not_executed) answer.reset();
  }
  if (!answer) answer = co_await gateway_.cancel(call, payment.key_of(GatewayOperation::cancel), state.intent_id);
  const auto* facts = std::get_if<IntentFacts>(&*answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, *answer);
  co_return co_await follow_undo(call, payment, errand, *facts);
}

// The intent may exist: the same request again tells its id, or a search by our own id does.
PaymentProcess::StepResult PaymentProcess::undo_unknown_intent(const CallContext& call, Payment& payment,
                                                               const Errand& errand) {
  const bool is_spent = payment.key_is_spent(clock_.now());
  std::optional<GatewayAnswer> answer;
  if (is_spent || payment.state().uncertain_since) {
    auto found = co_await find_intent(call, payment);
    if (!found) co_return Step{Step::Next::later, std::nullopt};
    if (*found) answer = **std::move(found);
    if (!answer && is_spent) {
      payment.abandoned("the provider has no intent for this payment", clock_.now());
      co_return co_await store(call, payment, errand, {Step::Next::wait, refusal_of(payment.state())});
    }
  }
  if (!answer) answer = co_await send_create(call, payment);
  const auto* facts = std::get_if<IntentFacts>(&*answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, *answer);
  payment.certain();
  payment.intent_created(facts->id, facts->client_secret, clock_.now());
  payment.prepare(GatewayOperation::cancel, facts->id, clock_.now());
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::follow_undo(const CallContext& call, Payment& payment, const Errand& errand,
                                                       const IntentFacts& facts) {
  const auto now = clock_.now();
  if (facts.status == IntentStatus::canceled) {
    payment.abandoned(facts.evidence, now);
    co_return co_await store(call, payment, errand, {Step::Next::wait, refusal_of(payment.state())});
  }
  if (facts.status == IntentStatus::succeeded) {
    // Money was taken before the cancel arrived: the provider is the arbiter, so it is a sale, which needs its units.
    const auto pinned = co_await products_.pin(call, payment.id());
    if (!pinned && (pinned.error().kind == ErrorKind::unavailable || pinned.error().kind == ErrorKind::timeout)) {
      co_return Step{Step::Next::later, std::nullopt};
    }
    if (!pinned) co_return co_await review(call, payment, errand, "the provider took money for units that are lost");
    payment.capturing(facts.evidence, now);
    co_return co_await follow_capture(call, payment, errand, facts);
  }
  co_return co_await leave(call, payment, errand, NotExecuted{"the provider has not cancelled yet"});
}

}  // namespace ddd::payment
