#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include <ddd/sandbox/domain/payment_intent.hpp>
#include <ddd/sandbox/domain/refund.hpp>

namespace ddd::sandbox {

// What a client can ask for, after its parameters were found valid.

struct CreateIntent {
  PaymentIntent::Terms terms;
};
struct ConfirmIntent {
  IntentId id;
  std::string payment_method;  ///< empty: the one attached
  std::string return_url;
};
struct CaptureIntent {
  IntentId id;
  std::optional<std::int64_t> amount;
};
struct CancelIntent {
  IntentId id;
  std::string reason;
};
struct CreateRefund {
  IntentId intent;
  Refund::Terms terms;
};
/// Saves a payment method from a test token; no card data exists here.
struct SaveMethod {
  std::string test_method;
};
using Command = std::variant<CreateIntent, ConfirmIntent, CaptureIntent, CancelIntent, CreateRefund, SaveMethod>;

/// A test configuration's order to lie about a request: see http/faults.
enum class Lie {
  none,
  error_with_effect,     ///< does it and answers 500
  error_without_effect,  ///< answers 500 and does nothing
};

/// The request around a command.
struct Call {
  std::string request_id;
  std::string key;          ///< Idempotency-Key; empty: none
  std::string fingerprint;  ///< of method, path and parameters
  std::string traceparent;  ///< W3C trace context of the request; empty: none
  Lie lie = Lie::none;
  std::chrono::milliseconds delay{0};  ///< of a test configuration: how long the command takes
};

}  // namespace ddd::sandbox
