#include <stdexcept>

#include <ddd/user/adapters/storage/sqlite/session_row.hpp>

namespace ddd::user {
namespace {

RevocationReason reason_from(std::string_view text) {
  using enum RevocationReason;
  for (const auto reason : {logout, refresh_reused, password_changed, role_changed, deactivated, deleted}) {
    if (to_text(reason) == text) return reason;
  }
  throw std::logic_error("sessions.revocation_reason holds no known reason");
}

}  // namespace

std::optional<Revocation> read_revocation(const sqlite::Query& row, int first) {
  if (row.is_null(first)) return std::nullopt;
  return Revocation{row.timestamp(first), reason_from(row.text(first + 1))};
}

Session read_session(const sqlite::Query& row) {
  return Session::restore({.id = SessionId::restore(row.string(0)),
                           .user_id = UserId(static_cast<std::uint64_t>(row.integer(1))),
                           .refresh_hash = TokenHash::restore(row.string(2)),
                           .device = {.name = row.string(3), .address = row.string(4)},
                           .created_at = row.timestamp(5),
                           .last_used_at = row.timestamp(6),
                           .expires_at = row.timestamp(7),
                           .revocation = read_revocation(row, 8),
                           .version = row.integer(10),
                           .event_sequence = row.integer(11)});
}

bool update_session(sqlite::Connection& connection, const Session& session) {
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

}  // namespace ddd::user
