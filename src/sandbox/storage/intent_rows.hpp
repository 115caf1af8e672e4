#pragma once

#include <string>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

namespace ddd::sandbox {

/// Names the columns that `read_intent` takes, in its order: the beginning of a SELECT.
inline constexpr std::string_view kSelectIntents =
    "SELECT id, version, status, amount, currency, capture_method, payment_method, latest_charge, client_secret, "
    "description, "
    "metadata, return_url, error_code, error_decline_code, error_message, error_payment_method, cancellation_reason, "
    "created_at, canceled_at, hold_ends_at, action_token, refunded FROM payment_intents ";

[[nodiscard]] PaymentIntent::Snapshot read_intent(const sqlite::Query& row);

/// Inserts a new intent, or updates one if its version is still the one it was loaded with. Error:
/// `store.version_conflict`.
[[nodiscard]] Result<> write_intent(sqlite::Connection& connection, const PaymentIntent::Snapshot& intent);

}  // namespace ddd::sandbox
