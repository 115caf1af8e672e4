#include <stdexcept>

#include <ddd/basket/adapters/storage/sqlite/basket_rows.hpp>
#include <ddd/platform/sqlite/read_transaction.hpp>

namespace ddd::basket {
namespace {

using sqlite::Connection;
using sqlite::ReadTransaction;

std::vector<Item> read_items(Connection& connection, const BasketId& id) {
  std::vector<Item> items;
  auto row = connection.query(
      R"(SELECT id, product_id, quantity, unit_price, currency, created_at FROM basket_items WHERE basket_id = ?1
         ORDER BY position)",
      id);
  while (row.next()) {
    items.push_back({.id = ItemId::restore(row.string(0)),
                     .product_id = ProductId(static_cast<std::uint64_t>(row.integer(1))),
                     .quantity = row.integer(2),
                     .unit_price = Money(row.integer(3), read_currency(row.text(4))),
                     .created_at = row.timestamp(5)});
  }
  return items;
}

std::vector<SubtractedPayment> read_payments(Connection& connection, const BasketId& id) {
  std::vector<SubtractedPayment> payments;
  auto row = connection.query(
      "SELECT payment_id, basket_version FROM basket_payments WHERE basket_id = ?1 ORDER BY basket_version, payment_id",
      id);
  while (row.next()) payments.push_back({PaymentId::restore(row.string(0)), row.integer(1)});
  return payments;
}

void insert_parts(Connection& connection, const Basket::Snapshot& basket) {
  std::int64_t position = 0;
  for (const auto& item : basket.items) {
    connection.execute(
        R"(INSERT INTO basket_items (basket_id, position, id, product_id, quantity, unit_price, currency, created_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))",
        basket.id, position++, item.id, item.product_id, item.quantity, item.unit_price.minor_units(),
        item.unit_price.currency().code(), item.created_at);
  }
  for (const auto& payment : basket.subtracted) {
    connection.execute("INSERT INTO basket_payments (basket_id, payment_id, basket_version) VALUES (?1, ?2, ?3)",
                       basket.id, payment.payment_id, payment.basket_version);
  }
}

}  // namespace

Currency read_currency(std::string_view code) {
  const auto currency = Currency::from_code(code);
  if (!currency) throw std::logic_error("a currency column of basket.db holds no known currency");
  return *currency;
}

std::optional<Basket> read_basket(Connection& connection, UserId user_id) {
  const ReadTransaction transaction(connection);
  auto row = connection.query(
      R"(SELECT id, subtracted_through, version, event_sequence, created_at, updated_at, expires_at FROM baskets
         WHERE user_id = ?1)",
      user_id);
  if (!row.next()) return std::nullopt;
  const auto id = BasketId::restore(row.string(0));
  return Basket::restore({.id = id,
                          .user_id = user_id,
                          .items = read_items(connection, id),
                          .subtracted = read_payments(connection, id),
                          .subtracted_through = row.integer(1),
                          .version = row.integer(2),
                          .event_sequence = row.integer(3),
                          .created_at = row.timestamp(4),
                          .updated_at = row.timestamp(5),
                          .expires_at = row.timestamp(6)});
}

bool insert_basket(Connection& connection, const Basket& basket) {
  const auto& state = basket.state();
  const int inserted = connection.execute(
      R"(INSERT INTO baskets (id, user_id, subtracted_through, version, event_sequence, created_at, updated_at, expires_at)
         VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7) ON CONFLICT (user_id) DO NOTHING)",
      state.id, state.user_id, state.subtracted_through, basket.events().last(), state.created_at, state.updated_at,
      state.expires_at);
  if (inserted == 0) return false;
  insert_parts(connection, state);
  return true;
}

bool update_basket(Connection& connection, const Basket& basket) {
  const auto& state = basket.state();
  const int updated = connection.execute(
      R"(UPDATE baskets SET subtracted_through = ?3, version = version + 1, event_sequence = ?4, updated_at = ?5,
           expires_at = ?6
         WHERE id = ?1 AND version = ?2)",
      state.id, state.version, state.subtracted_through, basket.events().last(), state.updated_at, state.expires_at);
  if (updated == 0) return false;
  connection.execute("DELETE FROM basket_items WHERE basket_id = ?1", state.id);
  connection.execute("DELETE FROM basket_payments WHERE basket_id = ?1", state.id);
  insert_parts(connection, state);
  return true;
}

bool delete_basket(Connection& connection, const Basket& basket) {
  return connection.execute("DELETE FROM baskets WHERE id = ?1 AND version = ?2", basket.id(), basket.version()) == 1;
}

}  // namespace ddd::basket
