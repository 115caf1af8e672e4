#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

#include <ddd/payment/adapters/gateway/stripe/classify.hpp>

namespace ddd::payment::stripe {
namespace {

using Then = Verdict::Then;

// docs.stripe.com/error-codes. The request was turned away before anything was done.
constexpr auto kNotBegun = std::to_array<std::string_view>({"idempotency_key_in_use", "lock_timeout", "rate_limit"});
// The intent is not in the state that the request needs: an earlier request or the provider itself has moved it.
constexpr auto kStateMoved = std::to_array<std::string_view>(
    {"payment_intent_unexpected_state", "payment_intent_authentication_failure",
     "payment_intent_payment_attempt_failed", "charge_already_captured", "charge_already_refunded",
     "charge_expired_for_capture", "capture_charge_authorization_expired"});

bool is_among(const auto& codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

/// The buyer waits for these. A cancel can wait for the recovery worker.
bool is_urgent(Operation operation) {
  return operation == Operation::create || operation == Operation::confirm || operation == Operation::capture ||
         operation == Operation::refund;
}

bool acts_on_intent(Operation operation) {
  return !only_asks(operation) && operation != Operation::create;
}

/// Something may have been done; "retry: false" says that the same request will get the same answer again.
Verdict unclear(Operation operation, std::string reason, std::optional<bool> should_retry) {
  if (only_asks(operation)) return {NotExecuted{std::move(reason)}};
  return {OutcomeUnknown{std::move(reason)},
          is_urgent(operation) && should_retry != false ? Then::repeat : Then::nothing};
}

Verdict failed(Operation operation, const http::ExchangeFailure& failure) {
  if (failure.reach == http::ExchangeFailure::Reach::not_sent) return {NotExecuted{"not sent: " + failure.reason}};
  return unclear(operation, "no answer: " + failure.reason, std::nullopt);
}

Verdict succeeded(Operation operation, const Reply& reply) {
  if (const auto* facts = std::get_if<IntentFacts>(&reply.body)) return {*facts};
  // Even where we only asked: the intent may be in a state that we have no word for.
  return {OutcomeUnknown{fmt::format("unreadable answer with status {}", reply.status)},
          is_urgent(operation) ? Then::repeat : Then::nothing};
}

CardDeclined declined(const ProviderError& error, const Reply& reply) {
  const auto& code = error.decline_code.empty() ? error.code : error.decline_code;
  return {.decline_code = code.empty() ? "generic_decline" : code, .evidence = reply.request_id};
}

/// The buyer's method is unknown to the provider or can't be used. A missing or misspelt parameter would be our
/// mistake.
bool is_about_the_method(const ProviderError& error) {
  return error.param == "payment_method" && error.code != "parameter_missing" && error.code != "parameter_unknown";
}

std::string described(Operation operation, const Reply& reply, const ProviderError& error) {
  auto text = fmt::format("{} refused with {}: {}", to_text(operation), reply.status, error.type);
  if (!error.code.empty()) text += ", " + error.code;
  if (!error.param.empty()) text += ", " + error.param;
  return text;
}

Verdict refused(Operation operation, const Reply& reply, const ProviderError& error) {
  if (is_among(kNotBegun, error.code)) return {NotExecuted{error.code}};
  if (reply.should_retry == true || error.type == "api_error") {
    return unclear(operation, described(operation, reply, error), reply.should_retry);
  }
  if (operation == Operation::confirm && reply.status == 402 && error.type == "card_error") {
    return {declined(error, reply)};
  }
  // Once the money is held a card can't be declined any more: what became of the hold stands in the intent.
  if (acts_on_intent(operation) && (reply.status == 402 || is_among(kStateMoved, error.code))) {
    return {OutcomeUnknown{described(operation, reply, error)}, Then::look};
  }
  const bool is_invalid = error.type == "invalid_request_error";
  if (operation == Operation::confirm && is_invalid && is_about_the_method(error)) {
    return {CardDeclined{.decline_code = "invalid_payment_method", .evidence = reply.request_id}};
  }
  return {RequestRefused{described(operation, reply, error)}};
}

}  // namespace

Verdict classify(Operation operation, const Observed& observed) {
  if (!observed) return failed(operation, observed.error());
  const auto& reply = *observed;
  switch (reply.status) {
    case 401:
    case 403:
      return {NotExecuted{"the API key is not accepted"}};
    case 409:
      return {NotExecuted{"another request with this key is under way"}};
    case 429:
      return {NotExecuted{"the provider limits our rate"}};
    default:
      break;
  }
  if (reply.status >= 200 && reply.status < 300) return succeeded(operation, reply);
  const auto* error = std::get_if<ProviderError>(&reply.body);
  const bool is_refusal = reply.status >= 400 && reply.status < 500 && reply.status != 408 && reply.status != 424;
  if (is_refusal && error != nullptr) return refused(operation, reply, *error);
  return unclear(operation, fmt::format("status {}", reply.status), reply.should_retry);
}

}  // namespace ddd::payment::stripe
