#include <ddd/payment/domain/refund_errors.hpp>

namespace ddd::payment::errors {

Error refund_not_found() {
  return {.kind = ErrorKind::not_found, .code = "refund.not_found", .message = "There is no such refund."};
}

Error refund_invalid(std::string_view pointer, std::string rule, std::string message) {
  return {.kind = ErrorKind::rejected,
          .code = "refund.invalid",
          .message = "A field breaks a rule.",
          .violations = {{std::string(pointer), std::move(rule), std::move(message), std::nullopt}}};
}

Error nothing_captured() {
  return {.kind = ErrorKind::conflict,
          .code = "refund.nothing_captured",
          .message = "This payment has taken no money that could be given back."};
}

Error exceeds_captured(const Money& refundable) {
  return Error{.kind = ErrorKind::rejected,
               .code = "refund.exceeds_captured",
               .message = "More would be given back than was taken."}
      .with("refundable", refundable);
}

Error too_many_refunds() {
  return {.kind = ErrorKind::conflict,
          .code = "refund.too_many",
          .message = "A payment has at most 50 refunds, failed ones included."};
}

Error refund_not_pending(std::string_view status) {
  return {.kind = ErrorKind::conflict,
          .code = "refund.not_pending",
          .message = "A refund that is " + std::string(status) + " is not sent again."};
}

}  // namespace ddd::payment::errors
