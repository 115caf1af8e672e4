#include <stdexcept>

#include <ddd/product/adapters/storage/sqlite/stock_rows.hpp>

namespace ddd::product {
namespace {

using sqlite::Connection;

void insert_movements(Connection& connection, const Stock& stock) {
  for (const auto& movement : stock.movements()) {
    connection.execute(
        R"(INSERT INTO stock_movements (product_id, kind, delta, reserved_delta, cause_id, note, on_hand_after, reserved_after, at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))",
        stock.product_id(), to_text(movement.kind), movement.delta, movement.reserved_delta, movement.cause.id,
        movement.cause.note, movement.on_hand_after, movement.reserved_after, movement.at);
  }
}

ReservationState state_from(std::string_view text) {
  for (const auto state : {ReservationState::held, ReservationState::pinned, ReservationState::consumed,
                           ReservationState::released, ReservationState::expired}) {
    if (to_text(state) == text) return state;
  }
  throw std::logic_error("reservations.state holds no known state");
}

std::vector<StockLine> read_lines(Connection& connection, const PaymentId& id) {
  std::vector<StockLine> lines;
  auto row = connection.query(
      "SELECT product_id, quantity FROM reservation_lines WHERE reservation_id = ?1 ORDER BY product_id", id);
  while (row.next()) lines.push_back({ProductId(static_cast<std::uint64_t>(row.integer(0))), row.integer(1)});
  return lines;
}

}  // namespace

std::optional<Stock> read_stock(Connection& connection, ProductId id) {
  auto row = connection.query(
      R"(SELECT s.on_hand, s.reserved, s.version, s.event_sequence FROM stocks s WHERE s.product_id = ?1)", id);
  if (!row.next()) return std::nullopt;
  return Stock::restore({.product_id = id,
                         .on_hand = row.integer(0),
                         .reserved = row.integer(1),
                         .version = row.integer(2),
                         .event_sequence = row.integer(3)});
}

void insert_stock(Connection& connection, const Stock& stock) {
  connection.execute(
      "INSERT INTO stocks (product_id, on_hand, reserved, version, event_sequence) VALUES (?1, ?2, ?3, 1, ?4)",
      stock.product_id(), stock.state().on_hand, stock.state().reserved, stock.events().last());
  insert_movements(connection, stock);
}

bool update_stock(Connection& connection, const Stock& stock) {
  const int updated = connection.execute(
      R"(UPDATE stocks SET on_hand = ?3, reserved = ?4, version = version + 1, event_sequence = ?5
         WHERE product_id = ?1 AND version = ?2)",
      stock.product_id(), stock.version(), stock.state().on_hand, stock.state().reserved, stock.events().last());
  if (updated == 0) return false;
  insert_movements(connection, stock);
  return true;
}

std::optional<Reservation> read_reservation(Connection& connection, const PaymentId& id) {
  auto row = connection.query(
      "SELECT state, created_at, expires_at, version, event_sequence FROM reservations WHERE id = ?1", id);
  if (!row.next()) return std::nullopt;
  return Reservation::restore({.id = id,
                               .lines = read_lines(connection, id),
                               .state = state_from(row.text(0)),
                               .version = row.integer(3),
                               .event_sequence = row.integer(4),
                               .created_at = row.timestamp(1),
                               .expires_at = row.timestamp(2)});
}

void write_reservation(Connection& connection, const Reservation& reservation) {
  const auto& state = reservation.state();
  connection.execute(
      R"(INSERT INTO reservations (id, state, created_at, expires_at, version, event_sequence) VALUES (?1, ?2, ?3, ?4, 1, ?5)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = version + 1, event_sequence = excluded.event_sequence)",
      state.id, to_text(state.state), state.created_at, state.expires_at, reservation.events().last());
  if (reservation.version() != 0) return;
  for (const auto& line : state.lines) {
    connection.execute("INSERT INTO reservation_lines (reservation_id, product_id, quantity) VALUES (?1, ?2, ?3)",
                       state.id, line.product_id, line.quantity);
  }
}

}  // namespace ddd::product
