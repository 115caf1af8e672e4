#include <algorithm>
#include <array>

#include <ddd/sandbox/domain/payment_method.hpp>

namespace ddd::sandbox {
namespace {

struct TestMethod {
  std::string_view id;
  Card card;
};

constexpr Card approving(std::string_view brand, std::string_view last4) {
  return {.brand = brand, .last4 = last4};
}
constexpr Card declining(std::string_view last4, std::string_view error_code, std::string_view decline_code,
                         std::string_view message) {
  return {.brand = "visa",
          .last4 = last4,
          .behaviour = CardBehaviour::declines,
          .error_code = error_code,
          .decline_code = decline_code,
          .message = message};
}

// docs.stripe.com/testing: "Cards by brand", "Declined payments" (its table gives the error code and the decline code
// of each), "3D Secure authentication" and "Refunds".
constexpr std::array kTestMethods = {
    TestMethod{"pm_card_visa", approving("visa", "4242")},
    TestMethod{"pm_card_mastercard", approving("mastercard", "4444")},
    TestMethod{"pm_card_amex", approving("amex", "8431")},
    TestMethod{"pm_card_visa_chargeDeclined",
               declining("0002", "card_declined", "generic_decline", "Your card was declined.")},
    TestMethod{"pm_card_chargeDeclined",
               declining("0002", "card_declined", "generic_decline", "Your card was declined.")},
    TestMethod{"pm_card_chargeDeclinedInsufficientFunds",
               declining("9995", "card_declined", "insufficient_funds", "Your card has insufficient funds.")},
    TestMethod{"pm_card_chargeDeclinedLostCard",
               declining("9987", "card_declined", "lost_card", "Your card was declined.")},
    TestMethod{"pm_card_chargeDeclinedStolenCard",
               declining("9979", "card_declined", "stolen_card", "Your card was declined.")},
    TestMethod{"pm_card_chargeDeclinedExpiredCard", declining("0069", "expired_card", "", "Your card has expired.")},
    TestMethod{"pm_card_chargeDeclinedIncorrectCvc",
               declining("0127", "incorrect_cvc", "", "Your card's security code is incorrect.")},
    TestMethod{"pm_card_chargeDeclinedProcessingError",
               declining("0119", "processing_error", "",
                         "An error occurred while processing your card. Try again in a little bit.")},
    TestMethod{"pm_card_threeDSecure2Required",
               Card{.brand = "visa", .last4 = "3220", .behaviour = CardBehaviour::asks_for_authentication}},
    TestMethod{"pm_card_pendingRefund", Card{.brand = "visa", .last4 = "7726", .refunds = RefundBehaviour::pending}},
    TestMethod{"pm_card_refundFail", Card{.brand = "visa", .last4 = "5126", .refunds = RefundBehaviour::fails}},
};

}  // namespace

std::optional<PaymentMethod> find_test_method(std::string_view id) {
  const auto* found = std::ranges::find(kTestMethods, id, &TestMethod::id);
  if (found == kTestMethods.end()) return std::nullopt;
  return PaymentMethod{.id = std::string(id), .card = found->card};
}

std::optional<std::string> test_method_of_token(std::string_view token) {
  // docs.stripe.com/testing shows each test method "pm_card_x" beside its token "tok_x".
  constexpr std::string_view kPrefix = "tok_";
  if (!token.starts_with(kPrefix)) return std::nullopt;
  auto id = "pm_card_" + std::string(token.substr(kPrefix.size()));
  if (!find_test_method(id)) return std::nullopt;
  return id;
}

PaymentError decline_of(const PaymentMethod& method) {
  return {.code = std::string(method.card.error_code),
          .decline_code = std::string(method.card.decline_code),
          .message = std::string(method.card.message),
          .payment_method = method.id};
}

}  // namespace ddd::sandbox
