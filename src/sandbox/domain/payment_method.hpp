#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ddd/sandbox/domain/payment_error.hpp>

namespace ddd::sandbox {

/// What the bank behind a card does when an intent is confirmed with it.
enum class CardBehaviour { approves, declines, asks_for_authentication };

/// What becomes of a refund to the card.
enum class RefundBehaviour {
  at_once,
  pending,  ///< succeeds some time later
  fails,    ///< succeeds at once, and is turned back some time later
};

/// A card as the provider knows it: the face of it, never its number. Cards come from Stripe's list of test cards
/// alone.
struct Card {
  std::string_view brand;
  std::string_view last4;
  CardBehaviour behaviour = CardBehaviour::approves;
  /// Why it declines; empty for the others.
  std::string_view error_code{};
  std::string_view decline_code{};
  std::string_view message{};
  RefundBehaviour refunds = RefundBehaviour::at_once;

  int exp_month = 12;
  int exp_year = 2034;
};

/// A payment method: one of Stripe's test methods ("pm_card_visa"), or one that was saved from a test token.
struct PaymentMethod {
  std::string id;
  Card card;
};

/// The test method of that id, if the provider knows it. O(number of test methods).
[[nodiscard]] std::optional<PaymentMethod> find_test_method(std::string_view id);
/// The id of the test method behind a card token: "pm_card_visa" for "tok_visa"; nothing for any other token.
[[nodiscard]] std::optional<std::string> test_method_of_token(std::string_view token);

/// What a declined attempt with the method leaves behind.
[[nodiscard]] PaymentError decline_of(const PaymentMethod& method);

}  // namespace ddd::sandbox
