#include <ddd/basket/adapters/events/publish.hpp>
#include <ddd/basket/adapters/storage/sqlite/basket_rows.hpp>
#include <ddd/basket/adapters/storage/sqlite/sqlite_baskets.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::basket {
namespace {

using sqlite::Connection;

bool write_basket(Connection& connection, const Basket& basket) {
  if (basket.version() == 0) return insert_basket(connection, basket);
  return basket.is_over() ? delete_basket(connection, basket) : update_basket(connection, basket);
}

}  // namespace

Task<Result<std::optional<Basket>>> SqliteBaskets::find_by_user(UserId user_id) {
  auto read = [user_id](Connection& connection) -> Result<std::optional<Basket>> {
    return read_basket(connection, user_id);
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteBaskets::save(Basket& basket, SaveContext context) {
  auto events = stamp(outgoing(basket), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [basket, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        if (!write_basket(connection, basket)) return Refused(store_errors::version_conflict());
        return sqlite::write_effects(connection, context, events);
      }));
  basket.mark_saved();
  co_return Result<>{};
}

Task<Result<>> SqliteBaskets::forget_answers(UserId user_id) {
  co_return co_await database_.writer().write([user_id](Connection& connection) -> Result<> {
    sqlite::forget_answers(connection, user_id, {});
    return {};
  });
}

Task<Result<std::vector<UserId>>> SqliteBaskets::expired(Timestamp now, std::size_t limit) {
  auto read = [=](Connection& connection) -> Result<std::vector<UserId>> {
    std::vector<UserId> users;
    auto row =
        connection.query("SELECT user_id FROM baskets WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2", now, limit);
    while (row.next()) users.push_back(UserId(static_cast<std::uint64_t>(row.integer(0))));
    return users;
  };
  co_return database_.guarded(read, reader_);
}

}  // namespace ddd::basket
