#include <algorithm>
#include <utility>

#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/domain/errors.hpp>

/// From stock that is held to money that is held.
namespace ddd::payment {

PaymentProcess::StepResult PaymentProcess::reserve_stock(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  if (payment.is_expired(clock_.now())) {
    co_return co_await abandon(call, payment, errand, {PaymentState::expired, "not paid in time"}, std::nullopt);
  }
  std::vector<WantedLine> lines;
  lines.reserve(payment.state().lines.size());
  for (const auto& line : payment.state().lines) lines.push_back({line.product_id, line.quantity});
  constexpr std::chrono::seconds kHold{900};
  auto reserved = co_await products_.reserve(call, payment.id(), std::move(lines), kHold);
  if (!reserved) co_return co_await no_stock(call, payment, errand, std::move(reserved).error());
  const auto now = clock_.now();
  payment.stock_reserved(now);
  if (payment.waits_for_method()) co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
  payment.prepare(GatewayOperation::create, payment.state().amount.to_text(), now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::no_stock(const CallContext& call, Payment& payment, const Errand& errand,
                                                    Error error) {
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout) {
    co_return Step{Step::Next::later, std::nullopt};
  }
  const auto rows = std::ranges::find(error.members, "lines", &ErrorMember::name);
  if (rows == error.members.end()) {
    co_return co_await abandon(call, payment, errand, {PaymentState::failed, "stock_unavailable"}, std::nullopt);
  }
  auto refusal = errors::insufficient_stock(std::get<ErrorRows>(rows->value));
  co_return co_await abandon(call, payment, errand, {PaymentState::failed, "insufficient_stock"}, std::move(refusal));
}

PaymentProcess::StepResult PaymentProcess::create_intent(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  if (payment.waits_for_method()) co_return co_await await_method(call, payment, errand);
  if (!payment.state().create_prepared) {
    payment.prepare(GatewayOperation::create, payment.state().amount.to_text(), clock_.now());
    co_return co_await store(call, payment, errand, {});
  }
  std::optional<GatewayAnswer> answer;
  if (payment.state().uncertain_since) {
    auto found = co_await find_intent(call, payment);
    if (!found) co_return Step{Step::Next::later, std::nullopt};
    if (*found) answer = **std::move(found);
    if (!answer && payment.key_is_spent(clock_.now())) {
      co_return co_await take_new_key(call, payment, errand, GatewayOperation::create);
    }
  }
  if (!answer) answer = co_await send_create(call, payment);
  const auto* facts = std::get_if<IntentFacts>(&*answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, *answer);
  if (!matches(payment, *facts))
    co_return co_await review(call, payment, errand, "the provider's intent differs from ours");
  const auto now = clock_.now();
  payment.certain();
  payment.intent_created(facts->id, facts->client_secret, now);
  payment.prepare(GatewayOperation::confirm, payment.state().payment_method, now);
  payment.confirming(now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::begin_confirm(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  if (payment.waits_for_method()) co_return co_await await_method(call, payment, errand);
  const auto now = clock_.now();
  payment.prepare(GatewayOperation::confirm, payment.state().payment_method, now);
  payment.confirming(now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::await_method(const CallContext& call, Payment& payment,
                                                        const Errand& errand) {
  if (errand.render == nullptr) {
    // The recovery worker was told to look, and there is nothing new.
    DDD_CO_CHECK(co_await payments_.release(payment.id(), errand.owner, payment.state().expires_at, 0));
    co_return Step{Step::Next::wait, std::nullopt};
  }
  // The request whose method was declined may come again after the recovery worker heard of the decline.
  std::optional<Error> refusal;
  if (!payment.state().decline_code.empty()) refusal = errors::declined(payment.state().decline_code);
  co_return co_await store(call, payment, errand, {Step::Next::wait, std::move(refusal)});
}

PaymentProcess::StepResult PaymentProcess::confirm(const CallContext& call, Payment& payment, const Errand& errand) {
  const auto& state = payment.state();
  if (state.uncertain_since) {
    auto seen = co_await gateway_.look_up(call, state.intent_id);
    const auto* facts = std::get_if<IntentFacts>(&seen);
    // The intent doesn't tell whether our confirm was declined or never executed: what it says may be of an earlier
    // attempt. The same request under the same key does: it is executed now, or answered as it was then. A provider
    // that only repeats its own failure under the key holds nothing: that is a decline.
    const bool is_open = facts != nullptr && (facts->status == IntentStatus::requires_payment_method ||
                                              facts->status == IntentStatus::requires_confirmation);
    const bool asks_again = is_open && !payment.key_is_spent(clock_.now()) && matches(payment, *facts);
    if (!asks_again) co_return co_await follow(call, payment, errand, std::move(seen));
  }
  ConfirmIntent request{.key = payment.key_of(GatewayOperation::confirm),
                        .intent_id = state.intent_id,
                        .payment_method = state.payment_method,
                        .return_url = state.return_url};
  co_return co_await follow(call, payment, errand, co_await gateway_.confirm(call, std::move(request)));
}

PaymentProcess::StepResult PaymentProcess::await_action(const CallContext& call, Payment& payment,
                                                        const Errand& errand) {
  co_return co_await follow(call, payment, errand, co_await gateway_.look_up(call, payment.state().intent_id));
}

PaymentProcess::StepResult PaymentProcess::follow(const CallContext& call, Payment& payment, const Errand& errand,
                                                  GatewayAnswer answer) {
  if (const auto* declined = std::get_if<CardDeclined>(&answer)) {
    co_return co_await decline(call, payment, errand, declined->decline_code);
  }
  const auto* facts = std::get_if<IntentFacts>(&answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, answer);
  if (!matches(payment, *facts))
    co_return co_await review(call, payment, errand, "the provider's intent differs from ours");
  co_return co_await follow_facts(call, payment, errand, *facts);
}

PaymentProcess::StepResult PaymentProcess::follow_facts(const CallContext& call, Payment& payment, const Errand& errand,
                                                        const IntentFacts& facts) {
  const auto now = clock_.now();
  switch (facts.status) {
    case IntentStatus::requires_capture:
      payment.authorized(facts.evidence, now);
      co_return co_await pin_and_prepare_capture(call, payment, errand);
    case IntentStatus::requires_action:
      if (payment.stage() == PaymentState::requires_action) co_return Step{Step::Next::later, std::nullopt};
      payment.requires_action(facts.action_url, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
    case IntentStatus::requires_payment_method:
    case IntentStatus::requires_confirmation:
      co_return co_await decline(call, payment, errand,
                                 facts.decline_code.empty() ? "generic_decline" : facts.decline_code);
    case IntentStatus::processing:
      co_return co_await leave(call, payment, errand, OutcomeUnknown{"the provider is working on it"});
    case IntentStatus::canceled:
      payment.certain();
      payment.abandon({PaymentState::failed, "cancelled_by_provider"}, now);
      payment.abandoned(facts.evidence, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, errors::failed("cancelled_by_provider")});
    case IntentStatus::succeeded:
      break;
  }
  co_return co_await review(call, payment, errand, "the provider took money that was not captured");
}

PaymentProcess::StepResult PaymentProcess::decline(const CallContext& call, Payment& payment, const Errand& errand,
                                                   std::string code) {
  payment.declined(code, clock_.now());
  co_return co_await store(call, payment, errand, {Step::Next::wait, errors::declined(std::move(code))});
}

}  // namespace ddd::payment
