#include <ddd/kernel/text.hpp>
#include <ddd/payment/application/commands/cancel_payment.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<PaymentOutcome>> CancelPaymentHandler::handle(const CallContext& call, CancelPayment command) {
  DDD_CO_CHECK(require_user(call));
  constexpr std::size_t kLongest = 255;
  if (utf8_length(command.reason).value_or(kLongest + 1) > kLongest) {
    co_return Refused(errors::invalid_field("/reason", "max_length", "Must have at most 255 characters."));
  }
  auto errand = errand_of(settings_, clock_, ids_, command.render, false);
  errand.gives_up = true;
  DDD_CO_TRY(auto begun, co_await begun_under_key(call, idempotency_, payments_, clock_, errand));
  if (begun) co_return co_await process_.drive(call, *std::move(begun), errand);

  DDD_CO_TRY(auto payment, co_await claim_own(call, payments_, sleeper_, clock_, errand, std::move(command.id)));
  const bool was_open = !is_final(payment.stage()) && payment.stage() != PaymentState::cancelling;
  const auto now = clock_.now();
  auto cancelled = payment.cancel(command.reason.empty() ? "cancelled by the buyer" : std::move(command.reason), now);
  if (!cancelled) {
    DDD_CO_CHECK(co_await put_back(payments_, clock_, errand, payment));
    co_return Refused(errors::about(std::move(cancelled).error(), payment.id(), to_text(payment.status())));
  }
  if (!was_open) co_return co_await process_.drive(call, std::move(payment), errand);
  if (!payment.state().intent_id.empty()) payment.prepare(GatewayOperation::cancel, payment.state().intent_id, now);
  co_return co_await process_.save_and_drive(call, std::move(payment), errand);
}

}  // namespace ddd::payment
