#pragma once

#include <optional>
#include <vector>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

[[nodiscard]] std::optional<OrderCount> read_orders(sqlite::Connection& connection, UserId user_id);
/// Oldest first.
[[nodiscard]] std::vector<NotedSignal> read_signals(sqlite::Connection& connection, UserId user_id);
/// All of a user's rows, inside a savepoint of the writer.
void delete_activity(sqlite::Connection& connection, UserId user_id);

}  // namespace ddd::user
