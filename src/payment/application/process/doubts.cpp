#include <utility>

#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/domain/errors.hpp>

/// What the provider may or may not have done.
namespace ddd::payment {

Task<Result<std::optional<IntentFacts>>> PaymentProcess::find_intent(const CallContext& call, const Payment& payment) {
  // Its clock may differ from ours.
  constexpr std::chrono::minutes kSlack{5};
  co_return co_await gateway_.find(call, payment.id(), payment.state().created_at - kSlack);
}

Task<GatewayAnswer> PaymentProcess::send_create(const CallContext& call, const Payment& payment) {
  const auto& state = payment.state();
  CreateIntent request{.key = payment.key_of(GatewayOperation::create),
                       .payment_id = state.id,
                       .order_id = state.order_id,
                       .amount = state.amount};
  co_return co_await gateway_.create(call, std::move(request));
}

// The provider answers the old key with its own failure, and was just seen to have done nothing under it.
PaymentProcess::StepResult PaymentProcess::take_new_key(const CallContext& call, Payment& payment, const Errand& errand,
                                                        GatewayOperation operation) {
  const auto& state = payment.state();
  auto parameters = operation == GatewayOperation::cancel ? state.intent_id : state.amount.to_text();
  payment.prepare_anew(operation, std::move(parameters), clock_.now());
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::leave(const CallContext& call, Payment& payment, const Errand& errand,
                                                 const GatewayAnswer& answer) {
  if (const auto* refused = std::get_if<RequestRefused>(&answer)) {
    // Before a confirm nothing can have moved; after it a person must look.
    const bool before_confirm = payment.stage() == PaymentState::stock_reserved;
    if (!before_confirm) co_return co_await review(call, payment, errand, refused->reason);
    payment.abandon({PaymentState::failed, "provider_refused"}, clock_.now());
    if (payment.stage() == PaymentState::cancelling)
      payment.abandoned("the provider refused to create an intent", clock_.now());
    co_return co_await store(call, payment, errand, {Step::Next::wait, errors::failed("provider_refused")});
  }
  if (std::holds_alternative<OutcomeUnknown>(answer) && !payment.state().uncertain_since) {
    payment.uncertain(clock_.now());
    co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
  }
  co_return Step{Step::Next::later, std::nullopt};
}

PaymentProcess::StepResult PaymentProcess::review(const CallContext& call, Payment& payment, const Errand& errand,
                                                  std::string reason) {
  if (payment.stage() == PaymentState::stock_reserved) {
    co_return co_await abandon(call, payment, errand, {PaymentState::failed, std::move(reason)}, std::nullopt);
  }
  payment.review(std::move(reason), clock_.now());
  co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
}

bool PaymentProcess::matches(const Payment& payment, const IntentFacts& facts) {
  const auto& state = payment.state();
  return facts.amount == state.amount && facts.payment_id == state.id.to_text() &&
         (state.intent_id.empty() || state.intent_id == facts.id);
}

}  // namespace ddd::payment
