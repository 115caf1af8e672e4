#pragma once

#include <optional>
#include <string_view>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::basket {

/// Reads a basket as it stood at one moment. On a connection without an open transaction.
[[nodiscard]] std::optional<Basket> read_basket(sqlite::Connection& connection, UserId user_id);

/// Throws for one that is not known: only known ones are written.
[[nodiscard]] Currency read_currency(std::string_view code);

// Writing, inside a savepoint of the writer. False if the user's basket is another by now.
[[nodiscard]] bool insert_basket(sqlite::Connection& connection, const Basket& basket);
[[nodiscard]] bool update_basket(sqlite::Connection& connection, const Basket& basket);
[[nodiscard]] bool delete_basket(sqlite::Connection& connection, const Basket& basket);

}  // namespace ddd::basket
