#pragma once

#include <string_view>

#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::payment {

/// The columns of a payment in the order that `read_payment` expects, for SELECT lists.
inline constexpr std::string_view kPaymentColumns =
    "id, user_id, order_id, basket_id, basket_version, amount, currency, state, uncertain_since, payment_method, "
    "return_url, intent_id, client_secret, action_url, decline_code, failure_reason, attempt, create_prepared, "
    "cancel_prepared, abandonment_end, abandonment_reason, refunded, version, event_sequence, transition_sequence, "
    "created_at, updated_at, completed_at, expires_at, create_key, capture_key, cancel_key, prepared_at, dispute_id, "
    "dispute_status";
/// The column behind them.
inline constexpr int kAfterPayment = 35;

/// Reads the row and, by a query of its own, the lines.
[[nodiscard]] Payment::Snapshot read_payment(sqlite::Connection& connection, const sqlite::Query& row);

// Writing inside a savepoint of the writer.

void insert_payment(sqlite::Connection& connection, const Payment& payment, const Schedule& schedule);
/// What can change of a payment; false if it was saved by someone else since it was read.
[[nodiscard]] bool update_payment(sqlite::Connection& connection, const Payment& payment, const Schedule& schedule);
/// The transitions, gateway calls and ledger entries that the save appends, and the fulfilment that a sale opens.
void append_history(sqlite::Connection& connection, const Payment& payment, Timestamp now);

}  // namespace ddd::payment
