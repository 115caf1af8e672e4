#include <ddd/kernel/text.hpp>
#include <ddd/payment/application/commands/refund_payment.hpp>
#include <ddd/payment/application/process/resume_refund.hpp>
#include <ddd/payment/domain/refund_errors.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {
namespace {

Result<> check_reason(std::string_view reason) {
  constexpr std::size_t kLongest = 255;
  const auto length = utf8_length(reason).value_or(kLongest + 1);
  if (length == 0) return Refused(errors::refund_invalid("/reason", "required", "Say why."));
  if (length > kLongest) {
    return Refused(errors::refund_invalid("/reason", "max_length", "Must have at most 255 characters."));
  }
  return {};
}

}  // namespace

Task<Result<RefundOutcome>> RefundPaymentHandler::handle(const CallContext& call, RefundPayment command) {
  DDD_CO_CHECK(require_admin(call));
  const auto errand = refund_errand(settings_, clock_, ids_, command.render, true);
  DDD_CO_TRY(const auto begun, co_await refund_under_key(call, idempotency_, views_));
  if (begun) co_return co_await process_.drive(call, begun->payment_id, begun->refund.id, errand);

  DDD_CO_CHECK(check_reason(command.reason));
  const auto id = ids_.make<RefundId>();
  DDD_CO_CHECK(co_await retry_on_conflict([&] { return attempt(call, command, id, errand); }));
  co_return co_await process_.drive(call, command.payment_id, id, errand);
}

// Without a lease: two administrators may refund at once, and the payment's version keeps their sum below the cap.
Task<Result<>> RefundPaymentHandler::attempt(const CallContext& call, const RefundPayment& command, const RefundId& id,
                                             const RefundErrand& errand) {
  DDD_CO_TRY(auto payment, co_await payments_.find(command.payment_id));
  DDD_CO_CHECK(payment.request_refund({.id = id,
                                       .amount = command.amount,
                                       .reason = command.reason,
                                       .restock = command.restock,
                                       .lines = command.lines},
                                      clock_.now()));
  auto context = process_.context_for(call, payment, id, errand, false);
  co_return co_await payments_.save(payment, process_.leased(errand), std::move(context));
}

}  // namespace ddd::payment
