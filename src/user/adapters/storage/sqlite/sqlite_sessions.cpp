#include <string>
#include <utility>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/sqlite/session_row.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_sessions.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;

std::optional<Session> maybe_session(sqlite::Query row) {
  if (!row.next()) return std::nullopt;
  return read_session(row);
}

/// False when the user is of another version by now, or gone.
bool insert_session(Connection& connection, const Session& session, std::int64_t user_version) {
  const auto& state = session.state();
  return connection.execute(
             R"(INSERT INTO sessions (id, user_id, refresh_hash, device, address, created_at, last_used_at, expires_at,
                  version, event_sequence)
                SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9 FROM users WHERE id = ?2 AND version = ?10)",
             state.id, state.user_id, state.refresh_hash, state.device.name, state.device.address, state.created_at,
             state.last_used_at, state.expires_at, session.events().last(), user_version) == 1;
}

}  // namespace

Task<Result<std::optional<Session>>> SqliteSessions::find(SessionId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<Session>> {
    static const std::string kSelect = "SELECT " + std::string(kSessionColumns) + " FROM sessions WHERE id = ?1";
    return maybe_session(connection.query(kSelect, id));
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::optional<Session>>> SqliteSessions::find_by_refresh_hash(TokenHash hash) {
  auto read = [&](Connection& connection) -> Result<std::optional<Session>> {
    // One statement, so that a rotation between two of them can't hide the token.
    static const std::string kSelect = "SELECT " + std::string(kSessionColumns) +
                                       R"( FROM sessions
           WHERE id = coalesce((SELECT id FROM sessions WHERE refresh_hash = ?1),
                               (SELECT session_id FROM used_refresh_tokens WHERE hash = ?1)))";
    return maybe_session(connection.query(kSelect, hash));
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::vector<Session>>> SqliteSessions::alive_of(UserId user_id, Timestamp now) {
  auto read = [=](Connection& connection) -> Result<std::vector<Session>> {
    static const std::string kSelect = "SELECT " + std::string(kSessionColumns) +
                                       R"( FROM sessions
           WHERE user_id = ?1 AND revoked_at IS NULL AND expires_at > ?2 ORDER BY id)";
    std::vector<Session> alive;
    auto row = connection.query(kSelect, user_id, now);
    while (row.next()) alive.push_back(read_session(row));
    return alive;
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteSessions::add(Session& session, std::int64_t user_version, SaveContext context) {
  auto events = stamp(outgoing(session), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([session, user_version, events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    if (!insert_session(connection, session, user_version)) return Refused(store_errors::version_conflict());
    return sqlite::write_effects(connection, context, events);
  }));
  session.mark_saved();
  co_return Result<>{};
}

Task<Result<>> SqliteSessions::save(Session& session, SaveContext context) {
  auto events = stamp(outgoing(session), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [session, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        if (!update_session(connection, session)) return Refused(store_errors::version_conflict());
        return sqlite::write_effects(connection, context, events);
      }));
  session.mark_saved();
  co_return Result<>{};
}

Task<Result<std::size_t>> SqliteSessions::remove_expired(Timestamp now, std::size_t limit) {
  co_return co_await database_.writer().write([=](Connection& connection) -> Result<std::size_t> {
    connection.execute(
        R"(DELETE FROM used_refresh_tokens WHERE session_id IN
             (SELECT id FROM sessions WHERE expires_at <= ?1 ORDER BY expires_at, id LIMIT ?2))",
        now, limit);
    return static_cast<std::size_t>(connection.execute(
        R"(DELETE FROM sessions WHERE id IN
             (SELECT id FROM sessions WHERE expires_at <= ?1 ORDER BY expires_at, id LIMIT ?2))",
        now, limit));
  });
}

}  // namespace ddd::user
