#pragma once

#include <string_view>

#include <ddd/kernel/error.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

/// Every refusal that the rules of the sandbox give. http/stripe_errors maps them to Stripe's types and codes. Messages
/// are Stripe's, without what the client sent: answers are stored, and a client may send anything.
namespace ddd::sandbox::errors {

// `sandbox.unexpected_state`: Stripe's payment_intent_unexpected_state.
[[nodiscard]] Error cannot_confirm(IntentStatus status);
/// The customer has answered already, or was never asked.
[[nodiscard]] Error cannot_act(IntentStatus status);
[[nodiscard]] Error cannot_capture(IntentStatus status);
[[nodiscard]] Error cannot_cancel(IntentStatus status);
[[nodiscard]] Error missing_payment_method();

[[nodiscard]] Error amount_too_large(std::string_view parameter);
[[nodiscard]] Error partial_capture();

/// Nothing was taken.
[[nodiscard]] Error nothing_to_refund();
[[nodiscard]] Error already_refunded();
[[nodiscard]] Error refund_too_large();

[[nodiscard]] Error intent_not_found();
[[nodiscard]] Error refund_not_found();
/// As part of a path.
[[nodiscard]] Error method_not_found();
/// As the value of a parameter: Stripe answers 400, not 404.
[[nodiscard]] Error no_such_method();
[[nodiscard]] Error event_not_found();

/// The 500 of a test configuration's fault.
[[nodiscard]] Error failed();

[[nodiscard]] Error key_in_use();
[[nodiscard]] Error key_reused();

/// The parameter that a refusal is about; empty if none.
[[nodiscard]] std::string_view parameter_of(const Error& error);

}  // namespace ddd::sandbox::errors
