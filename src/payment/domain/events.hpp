#pragma once

#include <string>
#include <variant>

namespace ddd::payment {

// Facts about a payment. What they say of it beyond these fields is the payment itself.
struct PaymentInitiated {};
struct PaymentAuthorized {};
struct PaymentCompleted {};
struct PaymentFailed {
  std::string code;
};
struct PaymentCancelled {};
struct PaymentExpired {};

using PaymentEvent = std::variant<PaymentInitiated, PaymentAuthorized, PaymentCompleted, PaymentFailed,
                                  PaymentCancelled, PaymentExpired>;

// Facts about a user's payment methods.
struct PaymentMethodAdded {
  std::string payment_method_id;
};
struct PaymentMethodRemoved {
  std::string payment_method_id;
};

using WalletEvent = std::variant<PaymentMethodAdded, PaymentMethodRemoved>;

}  // namespace ddd::payment
