#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ddd/sandbox/application/ports/event_store.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

/// Stripe's objects as JSON: docs.stripe.com/api, the parts that belong to card payments. Unlike ours, Stripe's format
/// says `null` for what is absent, and times are whole seconds.
namespace ddd::sandbox {

/// The version of Stripe's API whose format this is.
inline constexpr std::string_view kApiVersion = "2024-06-20";

/// `public_url` is where the customer's browser reaches this provider.
[[nodiscard]] std::string intent_json(const PaymentIntent::Snapshot& intent, std::string_view public_url);
[[nodiscard]] std::string method_json(const PaymentMethod& method);
[[nodiscard]] std::string event_json(const StoredEvent& event);
/// `items` are JSON objects.
[[nodiscard]] std::string list_json(std::string_view url, const std::vector<std::string>& items, bool has_more);

}  // namespace ddd::sandbox
