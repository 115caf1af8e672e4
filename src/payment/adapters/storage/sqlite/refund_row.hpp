#pragma once

#include <string_view>
#include <vector>

#include <ddd/payment/domain/payment.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::payment {

/// The columns of a refund in the order that `read_refund` expects, for SELECT lists.
inline constexpr std::string_view kRefundColumns =
    "id, amount, currency, reason, restock, status, uncertain_since, attempt, prepared_at, provider_id, "
    "failure_reason, version, created_at, succeeded_at, completed_at";
/// The column behind them.
inline constexpr int kAfterRefund = 15;

/// Reads the row and, by a query of its own, the lines.
[[nodiscard]] Refund read_refund(sqlite::Connection& connection, const sqlite::Query& row);
/// Those of a payment, oldest first.
[[nodiscard]] std::vector<Refund> read_refunds(sqlite::Connection& connection, const PaymentId& payment_id);

/// The new and changed refunds of a payment, inside a savepoint of the writer.
void write_refunds(sqlite::Connection& connection, const Payment& payment);

}  // namespace ddd::payment
