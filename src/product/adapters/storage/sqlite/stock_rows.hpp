#pragma once

#include <optional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/product/domain/reservation.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

// Reading and writing stocks and reservations inside a savepoint of the writer.

[[nodiscard]] std::optional<Stock> read_stock(sqlite::Connection& connection, ProductId id);
/// A new stock with its movements.
void insert_stock(sqlite::Connection& connection, const Stock& stock);
/// The new state with its movements; false if it was saved by someone else since it was read.
[[nodiscard]] bool update_stock(sqlite::Connection& connection, const Stock& stock);

[[nodiscard]] std::optional<Reservation> read_reservation(sqlite::Connection& connection, const PaymentId& id);
/// Inserts or updates; the caller read it in the same savepoint.
void write_reservation(sqlite::Connection& connection, const Reservation& reservation);

}  // namespace ddd::product
