#include <ddd/payment/application/commands/process_payment.hpp>
#include <ddd/payment/application/process/chosen_method.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

namespace {

/// The process alone says how this goes on: it is too late for a method, the buyer was at the bank's page, or the stock
/// was lost while nobody looked.
bool goes_on_by_itself(const Payment& payment, Timestamp now) {
  const auto& state = payment.state();
  const bool lost_its_stock = state.abandonment && state.abandonment->reason == "reservation_lost";
  return lost_its_stock || payment.stage() == PaymentState::requires_action ||
         (payment.waits_for_method() && payment.is_expired(now));
}

}  // namespace

Task<Result<PaymentOutcome>> ProcessPaymentHandler::handle(const CallContext& call, ProcessPayment command) {
  DDD_CO_TRY(const auto buyer, require_user(call));
  const auto errand = errand_of(settings_, clock_, ids_, command.render, false);
  DDD_CO_TRY(auto begun, co_await begun_under_key(call, idempotency_, payments_, clock_, errand));
  if (begun) co_return co_await process_.drive(call, *std::move(begun), errand);

  DDD_CO_CHECK(check_return_url(command.return_url));
  DDD_CO_TRY(auto payment, co_await claim_own(call, payments_, sleeper_, clock_, errand, std::move(command.id)));
  if (goes_on_by_itself(payment, clock_.now())) {
    co_return co_await process_.drive(call, std::move(payment), errand);
  }
  auto method = co_await chosen_method(wallets_, settings_, buyer.user_id, std::move(command.payment_method));
  Result<> chosen;
  if (!method) {
    chosen = Refused(std::move(method).error());
  } else {
    chosen = payment.choose_method(*std::move(method), std::move(command.return_url), clock_.now());
  }
  if (!chosen) {
    DDD_CO_CHECK(co_await put_back(payments_, clock_, errand, payment));
    co_return Refused(errors::about(std::move(chosen).error(), payment.id(), to_text(payment.status())));
  }
  co_return co_await process_.drive(call, std::move(payment), errand);
}

}  // namespace ddd::payment
