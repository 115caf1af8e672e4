#include <chrono>
#include <utility>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_demand.hpp>

namespace ddd::product {
namespace {

using sqlite::Connection;

constexpr std::chrono::days kKeepEmpty{7};

bool is_news(Connection& connection, const BasketContents& contents) {
  auto row = connection.query("SELECT 1 FROM demanding_baskets WHERE id = ?1 AND sequence >= ?2", contents.basket_id,
                              contents.sequence);
  return !row.next();
}

void forget_empty_ones(Connection& connection, Timestamp told_before) {
  connection.execute(
      "DELETE FROM demanding_baskets WHERE id IN "
      "(SELECT id FROM demanding_baskets WHERE is_empty = 1 AND told_at < ?1 LIMIT 16)",
      told_before);
}

void write_contents(Connection& connection, const BasketContents& contents, Timestamp now) {
  const auto& id = contents.basket_id;
  connection.execute(
      "UPDATE products SET in_baskets = in_baskets - 1 WHERE id IN "
      "(SELECT product_id FROM basket_demand WHERE basket_id = ?1)",
      id);
  connection.execute("DELETE FROM basket_demand WHERE basket_id = ?1", id);
  connection.execute(
      R"(INSERT INTO demanding_baskets (id, sequence, told_at, is_empty) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, told_at = excluded.told_at, is_empty = excluded.is_empty)",
      id, contents.sequence, now, contents.products.empty());
  for (const auto product : contents.products) {
    connection.execute("INSERT INTO basket_demand (basket_id, product_id) VALUES (?1, ?2)", id, product);
    connection.execute("UPDATE products SET in_baskets = in_baskets + 1 WHERE id = ?1", product);
  }
}

}  // namespace

Task<Result<bool>> SqliteBasketDemand::replace(BasketContents contents, SaveContext context) {
  co_return co_await database_.writer().write(
      [contents = std::move(contents), context = std::move(context)](Connection& connection) -> Result<bool> {
        if (!is_news(connection, contents)) return false;
        write_contents(connection, contents, context.now);
        forget_empty_ones(connection, context.now - kKeepEmpty);
        DDD_CHECK(sqlite::write_effects(connection, context, {}));
        return true;
      });
}

Task<Result<>> SqliteViewCounts::add(std::vector<ProductViewed> views) {
  co_return co_await database_.writer().write([views = std::move(views)](Connection& connection) -> Result<> {
    for (const auto& [id, times] : views) {
      connection.execute("UPDATE products SET view_count = view_count + ?2 WHERE id = ?1", id, times);
    }
    return {};
  });
}

}  // namespace ddd::product
