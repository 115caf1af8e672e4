#include <chrono>
#include <utility>

#include <ddd/kernel/text.hpp>
#include <ddd/payment/application/commands/settle_payment.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {
namespace {

Result<> check(const SettlePayment& command) {
  constexpr std::size_t kLongest = 255;
  const auto length = utf8_length(command.reason).value_or(kLongest + 1);
  if (length < 1 || length > kLongest) {
    return Refused(errors::invalid_field("/reason", "length", "Must have 1 to 255 characters."));
  }
  const auto status = command.status;
  if (status != PaymentStatus::completed && status != PaymentStatus::cancelled && status != PaymentStatus::failed) {
    return Refused(errors::invalid_field("/status", "one_of", "Must be completed, cancelled or failed."));
  }
  return {};
}

bool is_ours(const Payment& payment, const IntentFacts& facts) {
  const auto& state = payment.state();
  return facts.amount == state.amount && facts.payment_id == state.id.to_text();
}

Result<> give_up(Payment& payment, Abandonment how, const std::optional<IntentFacts>& facts, Timestamp now) {
  if (facts && facts->status == IntentStatus::succeeded) return Refused(errors::evidence_differs("succeeded"));
  payment.abandon(std::move(how), now);
  if (payment.stage() != PaymentState::cancelling) return {};
  if (!facts) {
    payment.abandoned("the provider has no intent for this payment", now);
  } else if (facts->status == IntentStatus::canceled) {
    payment.abandoned(facts->evidence, now);
  } else if (payment.state().cancel_prepared) {
    payment.prepare_anew(GatewayOperation::cancel, facts->id, now);
  } else {
    payment.prepare(GatewayOperation::cancel, facts->id, now);
  }
  return {};
}

}  // namespace

Task<Result<PaymentOutcome>> SettlePaymentHandler::handle(const CallContext& call, SettlePayment command) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_CHECK(check(command));
  auto errand = errand_of(settings_, clock_, ids_, nullptr, false);
  errand.gives_up = true;  // that it ends without a sale is what may be wanted
  DDD_CO_TRY(auto payment, co_await claim_patiently(payments_, sleeper_, clock_, errand, command.id));
  auto settled = co_await settle(call, payment, command);
  if (!settled) {
    DDD_CO_CHECK(co_await put_back(payments_, clock_, errand, payment));
    co_return Refused(errors::about(std::move(settled).error(), payment.id(), to_text(payment.status())));
  }
  co_return co_await process_.save_and_drive(call, std::move(payment), errand);
}

Task<Result<>> SettlePaymentHandler::settle(const CallContext& call, Payment& payment, const SettlePayment& command) {
  if (payment.stage() != PaymentState::manual_review) co_return Refused(errors::not_in_review());
  DDD_CO_TRY(const auto facts, co_await evidence(call, payment));
  auto note = "settled by user " + call.principal->user_id.to_text() + ": " + command.reason;
  if (facts && payment.state().intent_id.empty()) payment.intent_created(facts->id, facts->client_secret, clock_.now());
  if (command.status == PaymentStatus::completed) co_return co_await complete(call, payment, note, facts);
  const auto end = command.status == PaymentStatus::cancelled ? PaymentState::cancelled : PaymentState::failed;
  auto given_up = give_up(payment, {end, std::move(note)}, facts, clock_.now());
  if (given_up) payment.certain();
  co_return given_up;
}

Task<Result<>> SettlePaymentHandler::complete(const CallContext& call, Payment& payment, const std::string& note,
                                              const std::optional<IntentFacts>& facts) {
  if (!facts) co_return Refused(errors::evidence_differs("none"));
  if (!is_ours(payment, *facts)) co_return Refused(errors::evidence_differs("another_amount"));
  if (facts->status == IntentStatus::requires_capture) {
    payment.authorized(note, clock_.now());
    co_return Result<>{};
  }
  const bool is_taken = facts->status == IntentStatus::succeeded && facts->received == payment.state().amount;
  if (!is_taken) co_return Refused(errors::evidence_differs(std::string(to_text(facts->status))));
  // The money is taken, so the sale stands. The units, if they are still held, can't be lost from now on.
  static_cast<void>(co_await products_.pin(call, payment.id()));
  payment.capturing(note, clock_.now());
  payment.completed(facts->evidence, clock_.now());
  co_return Result<>{};
}

Task<Result<std::optional<IntentFacts>>> SettlePaymentHandler::evidence(const CallContext& call,
                                                                        const Payment& payment) {
  const auto& state = payment.state();
  if (state.intent_id.empty()) {
    constexpr std::chrono::minutes kSlack{5};  // its clock may differ from ours
    co_return co_await gateway_.find(call, state.id, state.created_at - kSlack);
  }
  const auto answer = co_await gateway_.look_up(call, state.intent_id);
  if (const auto* facts = std::get_if<IntentFacts>(&answer)) co_return *facts;
  co_return Refused(errors::provider_unavailable());
}

}  // namespace ddd::payment
