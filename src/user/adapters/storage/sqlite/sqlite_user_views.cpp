#include <string>
#include <utility>

#include <ddd/platform/sqlite/read_transaction.hpp>
#include <ddd/user/adapters/storage/sqlite/activity_rows.hpp>
#include <ddd/user/adapters/storage/sqlite/session_row.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_user_views.hpp>
#include <ddd/user/adapters/storage/sqlite/user_list.hpp>
#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;

std::optional<UserView> find_user(Connection& connection, UserId id) {
  static const std::string kSelect = "SELECT " + std::string(kUserViewColumns) + " FROM users WHERE id = ?1";
  auto row = connection.query(kSelect, id);
  if (!row.next()) return std::nullopt;
  return read_user_view(row);
}

SessionView read_session_view(const sqlite::Query& row) {
  return {.id = SessionId::restore(row.string(0)),
          .device = {.name = row.string(1), .address = row.string(2)},
          .created_at = row.timestamp(3),
          .last_used_at = row.timestamp(4)};
}

HeldData read_everything(Connection& connection, UserView user) {
  const auto id = user.id;
  HeldData held{
      .user = std::move(user), .sessions = {}, .failed_logins = {}, .mails = {}, .orders = {}, .risk_signals = {}};
  auto session = connection.query(
      R"(SELECT id, device, address, created_at, last_used_at, expires_at, revoked_at, revocation_reason
         FROM sessions WHERE user_id = ?1 ORDER BY id)",
      id);
  while (session.next()) {
    held.sessions.push_back({read_session_view(session), session.timestamp(5), read_revocation(session, 6)});
  }
  auto failure = connection.query("SELECT failed_at FROM login_failures WHERE email = ?1 ORDER BY failed_at, row",
                                  held.user.email);
  while (failure.next()) held.failed_logins.push_back(failure.timestamp(0));
  auto mail = connection.query("SELECT purpose, ordered_at FROM mails WHERE email = ?1 ORDER BY id", held.user.email);
  while (mail.next()) held.mails.push_back({purpose_from(mail.text(0)), mail.timestamp(1)});
  held.orders = read_orders(connection, id);
  held.risk_signals = read_signals(connection, id);
  return held;
}

}  // namespace

Task<Result<std::vector<UserView>>> SqliteUserViews::find_many(std::vector<UserId> ids) {
  auto read = [&](Connection& connection) -> Result<std::vector<UserView>> {
    std::vector<UserView> views;
    views.reserve(ids.size());
    for (const auto id : ids) {
      if (auto found = find_user(connection, id)) views.push_back(*std::move(found));
    }
    return views;
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<UserPage>> SqliteUserViews::list(UserListing listing) {
  co_return co_await database_.read([listing = std::move(listing)](Connection& connection) -> Result<UserPage> {
    return read_user_page(connection, listing);
  });
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

Task<Result<SessionPage>> SqliteUserViews::sessions(UserId user_id, Timestamp now, std::size_t limit,
                                                    std::optional<SessionId> before) {
  auto read = [=, before = std::move(before)](Connection& connection) -> Result<SessionPage> {
    SessionPage page;
    auto row = connection.query(
        R"(SELECT id, device, address, created_at, last_used_at FROM sessions
           WHERE user_id = ?1 AND revoked_at IS NULL AND expires_at > ?2 AND (?3 IS NULL OR id < ?3)
           ORDER BY id DESC LIMIT ?4)",
        user_id, now, before, limit + 1);
    while (row.next()) {
      if (page.items.size() == limit) {
        page.next = page.items.back().id;
        break;
      }
      page.items.push_back(read_session_view(row));
    }
    return page;
  };
  co_return co_await database_.read(std::move(read));
}

Task<Result<std::optional<HeldData>>> SqliteUserViews::everything(UserId id) {
  co_return co_await database_.read([id](Connection& connection) -> Result<std::optional<HeldData>> {
    const sqlite::ReadTransaction moment(connection);
    auto user = find_user(connection, id);
    if (!user) return std::nullopt;
    return read_everything(connection, *std::move(user));
  });
}

}  // namespace ddd::user
