#include <utility>

#include <ddd/reconcile/books.hpp>
#include <ddd/reconcile/stores.hpp>

namespace ddd::reconcile {
namespace {

using sqlite::Connection;

void read_payments(Connection& connection, Books& books) {
  auto payment = connection.query("SELECT id, user_id, state FROM payment.payments");
  while (payment.next()) {
    books.payments[payment.string(0)] = {
        .user = payment.integer(1), .state = payment.string(2), .captured = 0, .lines = {}};
  }
  auto line = connection.query("SELECT payment_id, product_id, sum(quantity) FROM payment.payment_lines GROUP BY 1, 2");
  while (line.next()) books.payments[line.string(0)].lines[line.integer(1)] = line.integer(2);
  auto money = connection.query(
      "SELECT payment_id, sum(amount) FROM sandbox.bank_ledger WHERE kind = 'capture' GROUP BY payment_id");
  while (money.next()) books.payments[money.string(0)].captured = money.integer(1);
}

std::size_t count(Connection& connection, std::string_view sql) {
  auto row = connection.query(sql);
  row.next();
  return static_cast<std::size_t>(row.integer(0));
}

}  // namespace

Result<Books> read_books(const std::filesystem::path& folder, std::map<int, std::int64_t> users) {
  return with_stores(folder, [&](Connection& connection) -> Result<Books> {
    Books books;
    books.users = std::move(users);
    read_payments(connection, books);
    auto key = connection.query(
        "SELECT user_id, key, resource_id FROM payment.idempotency WHERE resource_id LIKE 'pay!_%' ESCAPE '!'");
    while (key.next()) books.keys[{key.integer(0), key.string(1)}] = key.string(2);
    auto stock = connection.query("SELECT product_id, on_hand, reserved FROM product.stocks");
    while (stock.next()) books.stocks[stock.integer(0)] = {stock.integer(1), stock.integer(2)};
    return books;
  });
}

Result<Unrest> read_unrest(const std::filesystem::path& folder) {
  return with_stores(folder, [](Connection& connection) -> Result<Unrest> {
    return Unrest{.payments = count(connection, R"(SELECT count(*) FROM payment.payments WHERE state IN
            ('created', 'validated', 'confirming', 'authorized', 'stock_pinned', 'capturing', 'cancelling')
            OR (state IN ('stock_reserved', 'intent_created')
                AND (lease_owner <> '' OR uncertain_since IS NOT NULL OR next_action_at < expires_at - 1000000)))"),
                  .events = count(connection, R"(SELECT (SELECT count(*) FROM user.outbox WHERE published_at IS NULL)
            + (SELECT count(*) FROM product.outbox WHERE published_at IS NULL)
            + (SELECT count(*) FROM basket.outbox WHERE published_at IS NULL)
            + (SELECT count(*) FROM payment.outbox WHERE published_at IS NULL))"),
                  .deliveries = count(connection, R"(SELECT coalesce(sum(t.next_offset - 1 - g.committed), 0)
            FROM bus.group_offsets g JOIN bus.topics t ON t.topic = g.topic)"),
                  .reservations = count(
                      connection, R"(SELECT count(*) FROM product.reservations r JOIN payment.payments p ON p.id = r.id
            WHERE r.state IN ('held', 'pinned')
              AND p.state IN ('completed', 'partially_refunded', 'refunded', 'cancelled', 'expired', 'failed'))")};
  });
}

}  // namespace ddd::reconcile
