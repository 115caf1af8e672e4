#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment::errors {
namespace {

Error conflict(std::string_view code, std::string message) {
  return {.kind = ErrorKind::conflict, .code = code, .message = std::move(message)};
}

Error rejected(std::string_view code, std::string message, std::vector<Violation> violations) {
  return {
      .kind = ErrorKind::rejected, .code = code, .message = std::move(message), .violations = std::move(violations)};
}

}  // namespace

Error not_found() {
  return {.kind = ErrorKind::not_found, .code = "payment.not_found", .message = "There is no such payment."};
}
Error basket_empty() {
  return conflict("payment.basket_empty", "The basket is empty.");
}

Error subject_required(std::string_view pointer) {
  return rejected(
      "payment.invalid", "Say what is bought in exactly one way.",
      {{std::string(pointer), "exactly_one", "Give exactly one of basket_id, basket and product_id.", std::nullopt}});
}
Error invalid_quantity(std::string_view pointer, std::int64_t most) {
  return rejected("payment.invalid", "The quantity is out of range.",
                  {{std::string(pointer), "range", "Must be from 1 to " + std::to_string(most) + ".", most}});
}
Error invalid_field(std::string_view pointer, std::string rule, std::string message) {
  return rejected("payment.invalid", "A field breaks a rule.",
                  {{std::string(pointer), std::move(rule), std::move(message), std::nullopt}});
}
Error too_many_lines() {
  return rejected("basket.too_many_lines", "A payment has at most 100 lines.", {});
}

Error product_inactive(ErrorRows lines) {
  return conflict("product.inactive", "A product is not for sale now.").with("lines", std::move(lines));
}
Error insufficient_stock(ErrorRows lines) {
  return conflict("payment.insufficient_stock", "There is not enough stock for every line.")
      .with("lines", std::move(lines));
}
Error total_changed(const Money& total) {
  return conflict("payment.total_changed", "The total is not what the client expects.").with("total", total);
}
Error amount_out_of_range() {
  return rejected("payment.amount_out_of_range", "The amount is too large to be charged.", {});
}

Error nothing_to_charge() {
  return rejected("payment.nothing_to_charge", "The total is nothing, so there is nothing to be charged.", {});
}

Error already_open(const PaymentId& payment_id) {
  return conflict("payment.already_open", "This basket is being paid or was paid.")
      .with("payment_id", payment_id.to_text());
}
Error user_invalid() {
  return {.kind = ErrorKind::unauthenticated, .code = "auth.invalid_token", .message = "Sign in again."};
}

Error declined(std::string decline_code) {
  return Error{.kind = ErrorKind::declined,
               .code = "payment.declined",
               .message = "The card was declined; another method may be tried."}
      .with("decline_code", std::move(decline_code));
}
Error reservation_lost() {
  return conflict("payment.reservation_lost",
                  "The held stock was lost before the payment finished; nothing was charged.");
}
Error not_processable(std::string_view state) {
  return conflict("payment.not_processable", "A payment that is " + std::string(state) + " takes no payment method.");
}
Error not_cancellable(std::string_view state) {
  return conflict("payment.not_cancellable", "A payment that is " + std::string(state) + " can't be cancelled.");
}
Error not_in_review() {
  return conflict("payment.not_in_review", "The payment is not under review, so there is nothing to be settled.");
}
Error evidence_differs(std::string provider_status) {
  return conflict("payment.evidence_differs", "The provider's evidence does not bear this out.")
      .with("provider_status", std::move(provider_status));
}
Error in_progress() {
  return conflict("payment.in_progress", "Another request is working on this payment; ask again shortly.");
}
Error failed(std::string reason) {
  return conflict("payment.failed", "The payment failed; nothing was charged.").with("reason", std::move(reason));
}
Error ended(std::string_view state) {
  return conflict("payment.ended", "The payment is " + std::string(state) + "; nothing was charged.");
}

Error method_not_found() {
  return {
      .kind = ErrorKind::not_found, .code = "payment_method.not_found", .message = "There is no such payment method."};
}
Error method_unknown_to_provider() {
  return rejected("payment_method.unknown", "The provider does not know this payment method.",
                  {{"/token", "unknown", "Must be a payment method of the provider, pm_...", std::nullopt}});
}
Error method_inactive() {
  return conflict("payment_method.inactive", "The payment method is switched off.");
}
Error too_many_methods() {
  return conflict("payment_method.too_many", "At most 20 payment methods are kept.");
}
Error bad_range() {
  return {.kind = ErrorKind::malformed,
          .code = "request.invalid",
          .message = "A query value is not allowed.",
          .violations = {{"/query/from", "range", "Must be before `to`, by at most ten years.", std::nullopt}}};
}
Error invalid_signature() {
  return {
      .kind = ErrorKind::malformed, .code = "webhook.invalid_signature", .message = "The signature is bad or too old."};
}
Error webhook_mismatch() {
  return {.kind = ErrorKind::malformed,
          .code = "webhook.mismatch",
          .message = "The event is of another mode or another version of the API than this endpoint reads."};
}
Error provider_unavailable() {
  return {.kind = ErrorKind::unavailable,
          .code = "payment.provider_unavailable",
          .message = "The payment provider can't be reached now.",
          .retry_after_seconds = 2};
}

Error about(Error error, const PaymentId& payment_id, std::string_view status) {
  return std::move(error).with("payment_id", payment_id.to_text()).with("payment_status", std::string(status));
}

}  // namespace ddd::payment::errors
