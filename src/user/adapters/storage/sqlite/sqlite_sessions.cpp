#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_sessions.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;

constexpr std::string_view kColumns =
    "id, user_id, refresh_hash, device, address, created_at, last_used_at, expires_at, revoked_at, revocation_reason, "
    "version, "
    "event_sequence";

RevocationReason reason_from(std::string_view text) {
  for (const auto reason : {RevocationReason::logout, RevocationReason::refresh_reused}) {
    if (to_text(reason) == text) return reason;
  }
  throw std::logic_error("sessions.revocation_reason holds no known reason");
}

std::optional<Revocation> read_revocation(const sqlite::Query& row, int first) {
  if (row.is_null(first)) return std::nullopt;
  return Revocation{row.timestamp(first), reason_from(row.text(first + 1))};
}

std::optional<Session> read_session(sqlite::Query row) {
  if (!row.next()) return std::nullopt;
  return Session::restore({.id = SessionId::restore(row.string(0)),
                           .user_id = UserId(static_cast<std::uint64_t>(row.integer(1))),
                           .refresh_hash = RefreshHash::restore(row.string(2)),
                           .device = {.name = row.string(3), .address = row.string(4)},
                           .created_at = row.timestamp(5),
                           .last_used_at = row.timestamp(6),
                           .expires_at = row.timestamp(7),
                           .revocation = read_revocation(row, 8),
                           .version = row.integer(10),
                           .event_sequence = row.integer(11)});
}

void insert_session(Connection& connection, const Session& session) {
  const auto& state = session.state();
  connection.execute(
      R"(INSERT INTO sessions (id, user_id, refresh_hash, device, address, created_at, last_used_at, expires_at, version,
           event_sequence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9))",
      state.id, state.user_id, state.refresh_hash, state.device.name, state.device.address, state.created_at,
      state.last_used_at, state.expires_at, session.events().last());
}

bool update_session(Connection& connection, const Session& session) {
  const auto& state = session.state();
  const auto& revocation = state.revocation;
  const int updated = connection.execute(
      R"(UPDATE sessions SET refresh_hash = ?3, last_used_at = ?4, expires_at = ?5, revoked_at = ?6, revocation_reason = ?7,
           version = version + 1, event_sequence = ?8
         WHERE id = ?1 AND version = ?2)",
      state.id, state.version, state.refresh_hash, state.last_used_at, state.expires_at,
      revocation ? std::optional(revocation->at) : std::nullopt,
      revocation ? std::optional(to_text(revocation->reason)) : std::nullopt, session.events().last());
  if (updated == 0) return false;
  for (const auto& hash : session.used_up()) {
    connection.execute("INSERT INTO used_refresh_tokens (hash, session_id) VALUES (?1, ?2)", hash, state.id);
  }
  return true;
}

}  // namespace

Task<Result<std::optional<Session>>> SqliteSessions::find(SessionId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<Session>> {
    static const std::string kSelect = "SELECT " + std::string(kColumns) + " FROM sessions WHERE id = ?1";
    return read_session(connection.query(kSelect, id));
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::optional<Session>>> SqliteSessions::find_by_refresh_hash(RefreshHash hash) {
  auto read = [&](Connection& connection) -> Result<std::optional<Session>> {
    // One statement, so that a rotation between two of them can't hide the token.
    static const std::string kSelect = "SELECT " + std::string(kColumns) +
                                       R"( FROM sessions
           WHERE id = coalesce((SELECT id FROM sessions WHERE refresh_hash = ?1),
                               (SELECT session_id FROM used_refresh_tokens WHERE hash = ?1)))";
    return read_session(connection.query(kSelect, hash));
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteSessions::add(Session& session, SaveContext context) {
  auto events = stamp(outgoing(session), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [session, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        insert_session(connection, session);
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

}  // namespace ddd::user
