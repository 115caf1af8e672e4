#include <string>

#include <ddd/sandbox/domain/errors.hpp>

namespace ddd::sandbox::errors {
namespace {

Error unexpected_state(std::string message) {
  return {.kind = ErrorKind::conflict, .code = "sandbox.unexpected_state", .message = std::move(message)};
}

Error about(std::string_view parameter, Error error) {
  error.violations.push_back({std::string(parameter), "invalid", error.message, std::nullopt});
  return error;
}

Error missing(std::string_view parameter, std::string_view code, std::string message) {
  return about(parameter, {.kind = ErrorKind::not_found, .code = code, .message = std::move(message)});
}

}  // namespace

Error cannot_confirm(IntentStatus status) {
  if (status == IntentStatus::succeeded) {
    return unexpected_state(
        "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.");
  }
  return unexpected_state("You cannot confirm this PaymentIntent because it has a status of " +
                          std::string(to_text(status)) +
                          ". Only a PaymentIntent with one of the following statuses may be confirmed: "
                          "requires_confirmation, requires_payment_method, requires_action.");
}

Error cannot_act(IntentStatus status) {
  return unexpected_state("This PaymentIntent waits for no action because it has a status of " +
                          std::string(to_text(status)) + ".");
}

Error cannot_capture(IntentStatus status) {
  return unexpected_state(
      "This PaymentIntent could not be captured because it has a status of " + std::string(to_text(status)) +
      ". Only a PaymentIntent with one of the following statuses may be captured: requires_capture.");
}

Error cannot_cancel(IntentStatus status) {
  return unexpected_state(
      "You cannot cancel this PaymentIntent because it has a status of " + std::string(to_text(status)) +
      ". Only a PaymentIntent with one of the following statuses may be canceled: "
      "requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.");
}

Error missing_payment_method() {
  return unexpected_state(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
      "PaymentIntent "
      "with a payment method and then confirm it again, or confirm it again directly with a payment method.");
}

Error amount_too_large(std::string_view parameter) {
  return about(parameter, {.kind = ErrorKind::rejected,
                           .code = "sandbox.amount_too_large",
                           .message = "The amount is greater than the maximum amount allowed."});
}

Error partial_capture() {
  return about("amount_to_capture", {.kind = ErrorKind::rejected,
                                     .code = "sandbox.partial_capture",
                                     .message = "This sandbox captures the whole amount or nothing."});
}

Error nothing_to_refund() {
  return unexpected_state("This PaymentIntent does not have a successful charge to refund.");
}

Error already_refunded() {
  return {.kind = ErrorKind::conflict,
          .code = "sandbox.already_refunded",
          .message = "This charge has already been refunded."};
}

Error refund_too_large() {
  return about("amount", {.kind = ErrorKind::rejected,
                          .code = "sandbox.refund_too_large",
                          .message = "Refund amount is greater than unrefunded amount on charge."});
}

Error refund_not_found() {
  return missing("id", "sandbox.not_found", "No such refund.");
}

Error intent_not_found() {
  return missing("intent", "sandbox.not_found", "No such payment_intent.");
}
Error method_not_found() {
  return missing("payment_method", "sandbox.not_found", "No such PaymentMethod.");
}
Error no_such_method() {
  return missing("payment_method", "sandbox.no_such_method", "No such PaymentMethod.");
}
Error event_not_found() {
  return missing("id", "sandbox.not_found", "No such event.");
}

Error failed() {
  return {.kind = ErrorKind::internal, .code = "sandbox.failed", .message = "An unknown error occurred."};
}

Error key_in_use() {
  return {.kind = ErrorKind::conflict,
          .code = "sandbox.key_in_use",
          .message =
              "There is currently another in-progress request using this Idempotent Key (that probably means you "
              "submitted twice, and the other request is still going through)."};
}

Error key_reused() {
  return {.kind = ErrorKind::rejected,
          .code = "sandbox.key_reused",
          .message =
              "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
              "using another key if you meant to execute a different request."};
}

std::string_view parameter_of(const Error& error) {
  return error.violations.empty() ? std::string_view() : std::string_view(error.violations.front().pointer);
}

}  // namespace ddd::sandbox::errors
