#include <ddd/user/adapters/storage/sqlite/sqlite_user_views.hpp>
#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;

UserView read_view(const sqlite::Query& row) {
  return {.id = UserId(static_cast<std::uint64_t>(row.integer(0))),
          .email = row.string(1),
          .first_name = row.string(2),
          .last_name = row.string(3),
          .role = role_from(row.text(4)),
          .is_active = row.boolean(5),
          .email_verified = row.boolean(6),
          .version = row.integer(7),
          .created_at = row.timestamp(8),
          .updated_at = row.timestamp(9)};
}

}  // namespace

Task<Result<std::vector<UserView>>> SqliteUserViews::find_many(std::vector<UserId> ids) {
  auto read = [&](Connection& connection) -> Result<std::vector<UserView>> {
    std::vector<UserView> views;
    views.reserve(ids.size());
    for (const auto id : ids) {
      auto row = connection.query(
          R"(SELECT id, email, first_name, last_name, role, is_active, email_verified, version, created_at, updated_at
             FROM users WHERE id = ?1)",
          id);
      if (row.next()) views.push_back(read_view(row));
    }
    return views;
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::vector<UserValidity>>> SqliteUserViews::validity(std::vector<UserSession> sessions, Timestamp now) {
  auto read = [&](Connection& connection) -> Result<std::vector<UserValidity>> {
    std::vector<UserValidity> answers;
    answers.reserve(sessions.size());
    for (const auto& [user_id, session_id] : sessions) {
      auto row = connection.query(
          R"(SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id = ?1 AND s.user_id = ?2 AND s.revoked_at IS NULL AND s.expires_at > ?3 AND u.is_active = 1)",
          session_id, user_id, now);
      answers.push_back({user_id, row.next()});
    }
    return answers;
  };
  co_return database_.guarded(read, reader_);
}

}  // namespace ddd::user
