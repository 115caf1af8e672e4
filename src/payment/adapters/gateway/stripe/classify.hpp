#pragma once

#include <ddd/payment/adapters/gateway/stripe/operation.hpp>
#include <ddd/payment/adapters/gateway/stripe/reply.hpp>

namespace ddd::payment::stripe {

/// What an exchange means for the payment, and what can be done about it at once.
struct Verdict {
  enum class Then {
    nothing,
    repeat,  ///< the same request with the same key may tell more, and somebody waits for it
    look,    ///< only the intent itself tells: ask for it and follow it
  };
  GatewayAnswer answer;
  Then then = Then::nothing;
};

/// The one place where the provider's behaviour is judged. Total and pure; never certain where the provider isn't:
///
/// - Not sent, 401, 403, 409, 429: NotExecuted.
/// - No whole answer, a 2xx that can't be read, 1xx, 3xx, 408, 424, 5xx, a 4xx that is not in the provider's form, and
/// any refusal
///   that says "retry" or is an api_error: OutcomeUnknown. The same of an operation that only asks: NotExecuted, except
///   for the unreadable 2xx.
/// - 2xx: what the intent says, whatever the status is.
/// - On confirm a 402 for the card, and a payment method that can't be used: CardDeclined.
/// - A refusal because of the intent's state hints that an earlier request worked; this and any other 402 on an intent
/// that exists:
///   OutcomeUnknown, look.
/// - Any other refusal: RequestRefused.
[[nodiscard]] Verdict classify(Operation operation, const Observed& observed);

}  // namespace ddd::payment::stripe
