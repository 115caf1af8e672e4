#pragma once

#include <string_view>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/sandbox/domain/refund.hpp>

namespace ddd::sandbox {

/// Names the columns that `read_refund` takes, in its order: the beginning of a SELECT.
inline constexpr std::string_view kSelectRefunds =
    "SELECT id, version, intent, charge, amount, currency, reason, metadata, status, failure_reason, created_at, "
    "settles_at FROM refunds ";

[[nodiscard]] Refund::Snapshot read_refund(const sqlite::Query& row);

/// Inserts a new refund, or updates one if its version is still the one it was loaded with. Error:
/// `store.version_conflict`.
[[nodiscard]] Result<> write_refund(sqlite::Connection& connection, const Refund::Snapshot& refund);

}  // namespace ddd::sandbox
