#include <utility>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/platform/sqlite/read_transaction.hpp>
#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/sqlite/activity_rows.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_activity.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;

bool user_exists(Connection& connection, UserId user_id) {
  return connection.query("SELECT 1 FROM users WHERE id = ?1", user_id).next();
}

bool write_risk(Connection& connection, const Risk& risk) {
  const auto& state = risk.state();
  const int written =
      state.version == 0 ? connection.execute(
                               R"(INSERT INTO risks (user_id, warned_at, version, event_sequence) VALUES (?1, ?2, 1, ?3)
                   ON CONFLICT DO NOTHING)",
                               state.user_id, state.warned_at, risk.events().last())
                         : connection.execute(
                               R"(UPDATE risks SET warned_at = ?3, version = version + 1, event_sequence = ?4
                   WHERE user_id = ?1 AND version = ?2)",
                               state.user_id, state.version, state.warned_at, risk.events().last());
  if (written == 0) return false;
  connection.execute("DELETE FROM risk_signals WHERE user_id = ?1", state.user_id);
  std::int64_t position = 0;
  for (const auto& [signal, at] : state.signals) {
    connection.execute("INSERT INTO risk_signals (user_id, position, signal, at) VALUES (?1, ?2, ?3, ?4)",
                       state.user_id, position++, to_text(signal), at);
  }
  return true;
}

}  // namespace

std::optional<OrderCount> read_orders(Connection& connection, UserId user_id) {
  auto row = connection.query("SELECT order_count, last_order_at FROM orders_of_users WHERE user_id = ?1", user_id);
  if (!row.next()) return std::nullopt;
  return OrderCount{.count = row.integer(0), .last_at = row.timestamp(1)};
}

std::vector<NotedSignal> read_signals(Connection& connection, UserId user_id) {
  std::vector<NotedSignal> signals;
  auto row = connection.query("SELECT signal, at FROM risk_signals WHERE user_id = ?1 ORDER BY position", user_id);
  while (row.next()) signals.push_back({signal_from(row.text(0)), row.timestamp(1)});
  return signals;
}

void delete_activity(Connection& connection, UserId user_id) {
  connection.execute("DELETE FROM risk_signals WHERE user_id = ?1", user_id);
  connection.execute("DELETE FROM risks WHERE user_id = ?1", user_id);
  connection.execute("DELETE FROM orders_of_users WHERE user_id = ?1", user_id);
}

Task<Result<bool>> SqliteOrderStatistics::add(UserId user_id, Timestamp ordered_at, SaveContext context) {
  co_return co_await database_.writer().write(
      [user_id, ordered_at, context = std::move(context)](Connection& connection) -> Result<bool> {
        if (!user_exists(connection, user_id)) return false;
        connection.execute(
            R"(INSERT INTO orders_of_users (user_id, order_count, last_order_at) VALUES (?1, 1, ?2)
               ON CONFLICT (user_id) DO UPDATE SET order_count = order_count + 1,
                 last_order_at = max(last_order_at, excluded.last_order_at))",
            user_id, ordered_at);
        DDD_CHECK(sqlite::write_effects(connection, context, {}));
        return true;
      });
}

Task<Result<Risk>> SqliteRisks::find(UserId user_id) {
  auto read = [user_id](Connection& connection) -> Result<Risk> {
    const sqlite::ReadTransaction moment(connection);
    auto row = connection.query("SELECT warned_at, version, event_sequence FROM risks WHERE user_id = ?1", user_id);
    if (!row.next()) return Risk::none(user_id);
    return Risk::restore({.user_id = user_id,
                          .signals = read_signals(connection, user_id),
                          .warned_at = row.maybe_timestamp(0),
                          .version = row.integer(1),
                          .event_sequence = row.integer(2)});
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteRisks::save(Risk& risk, SaveContext context) {
  auto events = stamp(outgoing(risk), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [risk, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        if (!user_exists(connection, risk.id())) return Refused(errors::not_found());
        if (!write_risk(connection, risk)) return Refused(store_errors::version_conflict());
        return sqlite::write_effects(connection, context, events);
      }));
  risk.mark_saved();
  co_return Result<>{};
}

}  // namespace ddd::user
