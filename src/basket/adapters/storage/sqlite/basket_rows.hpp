#pragma once

#include <optional>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::basket {

/// Reads a basket as it stood at one moment. On a connection without an open transaction.
[[nodiscard]] std::optional<Basket> read_basket(sqlite::Connection& connection, UserId user_id);

// Writing, inside a savepoint of the writer. False if the user's basket is another by now.
[[nodiscard]] bool insert_basket(sqlite::Connection& connection, const Basket& basket);
[[nodiscard]] bool update_basket(sqlite::Connection& connection, const Basket& basket);
[[nodiscard]] bool delete_basket(sqlite::Connection& connection, const Basket& basket);

}  // namespace ddd::basket
