#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/platform/http/client.hpp>

namespace ddd::payment::stripe {

/// A refusal in the provider's form (docs.stripe.com/api/errors). The texts are words: a text that is none was replaced
/// by "".
struct ProviderError {
  std::string type;
  std::string code;
  std::string decline_code;
  std::string param;
};

/// A body that is not what the status announces: cut short, no JSON, another object, an intent in a status that we
/// don't know.
struct Unreadable {};

/// What the provider answered about an intent.
struct Reply {
  int status = 0;
  std::optional<bool> should_retry;  ///< Stripe-Should-Retry (docs.stripe.com/error-low-level)
  std::string request_id;
  std::variant<Unreadable, IntentFacts, ProviderError> body;  ///< facts with a 2xx, an error otherwise
};

/// One exchange about an intent, as far as it can be known.
using Observed = std::expected<Reply, http::ExchangeFailure>;

[[nodiscard]] Reply read_reply(const http::IncomingResponse& response);

/// A payment_intent object; its evidence is left empty.
[[nodiscard]] std::optional<IntentFacts> read_intent(std::string_view body);

/// One page of a list of payment_intents, in search of a payment's.
struct IntentPage {
  std::optional<IntentFacts> found;
  std::string next;  ///< where the next page starts; empty: this was the last
};
/// Nothing when the page is unreadable, or what it says of the payment is.
[[nodiscard]] std::optional<IntentPage> read_page(std::string_view body, std::string_view payment_id);
[[nodiscard]] std::optional<ProviderError> read_error(std::string_view body);

/// A payment_method object: nothing when it is unreadable. `NoCard` for one of another type.
struct NoCard {};
[[nodiscard]] std::optional<std::variant<CardFacts, NoCard>> read_card(std::string_view body);

}  // namespace ddd::payment::stripe
