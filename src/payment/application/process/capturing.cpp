#include <utility>

#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/domain/errors.hpp>

/// From money that is held to the sale.
namespace ddd::payment {

PaymentProcess::StepResult PaymentProcess::pin_and_prepare_capture(const CallContext& call, Payment& payment,
                                                                   const Errand& errand) {
  const auto pinned = co_await products_.pin(call, payment.id());
  const auto now = clock_.now();
  if (pinned) {
    payment.stock_pinned(now);
    payment.prepare(GatewayOperation::capture, payment.state().amount.to_text(), now);
    payment.capturing({}, now);
    co_return co_await store(call, payment, errand, {});
  }
  const auto& error = pinned.error();
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout) {
    // The evidence that money is held is worth storing before the next try.
    co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
  }
  co_return co_await abandon(call, payment, errand, {PaymentState::failed, "reservation_lost"}, std::nullopt);
}

PaymentProcess::StepResult PaymentProcess::capture(const CallContext& call, Payment& payment, const Errand& errand) {
  const auto& state = payment.state();
  std::optional<GatewayAnswer> answer;
  if (state.uncertain_since) {
    answer = co_await gateway_.look_up(call, state.intent_id);
    const auto* seen = std::get_if<IntentFacts>(&*answer);
    const bool was_not_executed =
        seen != nullptr && seen->status == IntentStatus::requires_capture && matches(payment, *seen);
    if (was_not_executed && payment.key_is_spent(clock_.now())) {
      co_return co_await take_new_key(call, payment, errand, GatewayOperation::capture);
    }
    if (was_not_executed) answer.reset();
  }
  if (!answer) {
    answer = co_await gateway_.capture(call, payment.key_of(GatewayOperation::capture), state.intent_id);
  }
  const auto* facts = std::get_if<IntentFacts>(&*answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, *answer);
  if (!matches(payment, *facts))
    co_return co_await review(call, payment, errand, "the provider's intent differs from ours");
  co_return co_await follow_capture(call, payment, errand, *facts);
}

PaymentProcess::StepResult PaymentProcess::follow_capture(const CallContext& call, Payment& payment,
                                                          const Errand& errand, const IntentFacts& facts) {
  const auto now = clock_.now();
  switch (facts.status) {
    case IntentStatus::succeeded:
      if (facts.received != payment.state().amount) {
        co_return co_await review(call, payment, errand, "the provider took another amount");
      }
      payment.completed(facts.evidence, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
    case IntentStatus::requires_capture:
      co_return co_await leave(call, payment, errand, NotExecuted{"the provider has not captured yet"});
    case IntentStatus::canceled:
      payment.abandon({PaymentState::failed, "authorization_lapsed"}, now);
      payment.abandoned(facts.evidence, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, errors::failed("authorization_lapsed")});
    default:
      co_return co_await leave(call, payment, errand, OutcomeUnknown{"the provider is working on it"});
  }
}

}  // namespace ddd::payment
