#pragma once

#include <string>

namespace ddd::sandbox {

/// Why the last attempt to pay failed, in Stripe's words: `last_payment_error` of an intent and the error of the 402
/// answer.
struct PaymentError {
  std::string code;          ///< "card_declined", "expired_card", ...
  std::string decline_code;  ///< the bank's reason; empty where Stripe has none
  std::string message;
  std::string payment_method;  ///< id of the method that failed

  friend bool operator==(const PaymentError&, const PaymentError&) = default;
};

}  // namespace ddd::sandbox
