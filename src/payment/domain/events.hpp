#pragma once

#include <string>
#include <variant>
#include <vector>

#include <ddd/payment/domain/refund.hpp>

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
/// The buyer's bank takes the sale back, or decided about it.
struct PaymentDisputed {};
struct PaymentRefunded {
  std::string refund_id;
  Money amount;
  bool restock = false;
  std::vector<ReturnedLine> lines;  ///< what goes back on the shelf
};
/// The refund came to nothing, be it after it had been told as succeeded.
struct PaymentRefundFailed {
  std::string refund_id;
  Money amount;
};

using PaymentEvent =
    std::variant<PaymentInitiated, PaymentAuthorized, PaymentCompleted, PaymentFailed, PaymentCancelled, PaymentExpired,
                 PaymentDisputed, PaymentRefunded, PaymentRefundFailed>;

// Facts about a user's payment methods.
struct PaymentMethodAdded {
  std::string payment_method_id;
};
struct PaymentMethodRemoved {
  std::string payment_method_id;
};

using WalletEvent = std::variant<PaymentMethodAdded, PaymentMethodRemoved>;

}  // namespace ddd::payment
