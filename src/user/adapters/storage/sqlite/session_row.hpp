#pragma once

#include <optional>
#include <string_view>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/user/domain/session.hpp>

namespace ddd::user {

inline constexpr std::string_view kSessionColumns =
    "id, user_id, refresh_hash, device, address, created_at, last_used_at, expires_at, revoked_at, revocation_reason, "
    "version, event_sequence";
/// Of a row of those columns; throws std::logic_error for what we never wrote.
[[nodiscard]] Session read_session(const sqlite::Query& row);
/// Of the columns revoked_at and revocation_reason, `first` being the number of the former.
[[nodiscard]] std::optional<Revocation> read_revocation(const sqlite::Query& row, int first);

/// False when the session is not of that version any more.
[[nodiscard]] bool update_session(sqlite::Connection& connection, const Session& session);

}  // namespace ddd::user
