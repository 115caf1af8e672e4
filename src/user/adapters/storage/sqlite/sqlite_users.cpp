#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/sqlite/activity_rows.hpp>
#include <ddd/user/adapters/storage/sqlite/session_row.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_users.hpp>
#include <ddd/user/adapters/storage/sqlite/user_row.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;

constexpr std::string_view kColumns =
    "id, email, password_hash, first_name, last_name, role, is_active, email_verified, version, event_sequence, "
    "created_at, "
    "updated_at";

User read_user(const sqlite::Query& row) {
  return User::restore({.id = UserId(static_cast<std::uint64_t>(row.integer(0))),
                        .email = Email::restore(row.string(1)),
                        .password_hash = PasswordHash::restore(row.string(2)),
                        .first_name = PersonName::restore(row.string(3)),
                        .last_name = PersonName::restore(row.string(4)),
                        .role = role_from(row.text(5)),
                        .is_active = row.boolean(6),
                        .email_verified = row.boolean(7),
                        .version = row.integer(8),
                        .event_sequence = row.integer(9),
                        .created_at = row.timestamp(10),
                        .updated_at = row.timestamp(11)});
}

void insert_user(Connection& connection, const User::Snapshot& user, std::int64_t event_sequence) {
  connection.execute(
      R"(INSERT INTO users (id, email, password_hash, first_name, last_name, role, is_active, email_verified, version,
           event_sequence, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?10, ?11))",
      user.id, user.email, user.password_hash, user.first_name, user.last_name, to_text(user.role), user.is_active,
      user.email_verified, event_sequence, user.created_at, user.updated_at);
}

bool update_user(Connection& connection, const User::Snapshot& user, std::int64_t event_sequence) {
  return connection.execute(
             R"(UPDATE users SET email = ?3, password_hash = ?4, first_name = ?5, last_name = ?6, role = ?7, is_active = ?8,
                  email_verified = ?9, version = version + 1, event_sequence = ?10, updated_at = ?11
                WHERE id = ?1 AND version = ?2)",
             user.id, user.version, user.email, user.password_hash, user.first_name, user.last_name, to_text(user.role),
             user.is_active, user.email_verified, event_sequence, user.updated_at) == 1;
}

/// Everything that is held of a user. Its events stay: they hold its number alone.
bool delete_user(Connection& connection, const User::Snapshot& user) {
  connection.execute("DELETE FROM used_refresh_tokens WHERE session_id IN (SELECT id FROM sessions WHERE user_id = ?1)",
                     user.id);
  connection.execute("DELETE FROM sessions WHERE user_id = ?1", user.id);
  connection.execute("DELETE FROM account_tokens WHERE user_id = ?1", user.id);
  connection.execute("DELETE FROM mails WHERE email = ?1", user.email);
  connection.execute("DELETE FROM login_failures WHERE email = ?1", user.email);
  delete_activity(connection, user.id);
  sqlite::forget_answers(connection, user.id, user.id.to_text());
  return connection.execute("DELETE FROM users WHERE id = ?1 AND version = ?2", user.id, user.version) == 1;
}

bool lives_on(Connection& connection, UserId user_id, const std::optional<SessionId>& kept, Timestamp now) {
  return connection
      .query(R"(SELECT 1 FROM sessions WHERE user_id = ?1 AND revoked_at IS NULL AND expires_at > ?2 AND id IS NOT ?3)",
             user_id, now, kept)
      .next();
}

bool has_administrator(Connection& connection) {
  return connection.query("SELECT 1 FROM users WHERE role = 'admin' AND is_active = 1 LIMIT 1").next();
}

/// Everything that a save with effects writes but the events.
Result<> write_account(Connection& connection, const User& user, const AccountEffects& effects, Timestamp now) {
  for (const auto& session : effects.revoked) {
    if (!update_session(connection, session)) return Refused(store_errors::version_conflict());
  }
  if (user.ends_sessions() && lives_on(connection, user.id(), effects.kept, now)) {
    return Refused(store_errors::version_conflict());
  }
  if (const auto& token = effects.used_token) {
    const bool is_there = connection.query("SELECT 1 FROM account_tokens WHERE hash = ?1", token->hash).next();
    if (!is_there) return Refused(errors::token_invalid());
    connection.execute("DELETE FROM account_tokens WHERE user_id = ?1 AND purpose = ?2", token->user_id,
                       to_text(token->purpose));
  }
  const bool written = user.is_erased() ? delete_user(connection, user.state())
                                        : update_user(connection, user.state(), user.events().last());
  if (!written) return Refused(store_errors::version_conflict());
  if (user.stops_administering() && !has_administrator(connection)) return Refused(errors::last_admin());
  return {};
}

}  // namespace

Task<Result<UserId>> SqliteUsers::next_id() {
  co_return co_await database_.writer().write([](Connection& connection) -> Result<UserId> {
    auto row = connection.query("UPDATE sequences SET next = next + 1 WHERE name = 'user' RETURNING next - 1");
    row.next();
    const UserId id(static_cast<std::uint64_t>(row.integer(0)));
    row.next();  // a RETURNING statement takes effect when it has run to its end
    return id;
  });
}

Task<Result<User>> SqliteUsers::find(UserId id) {
  auto read = [id](Connection& connection) -> Result<User> {
    static const std::string kSelect = "SELECT " + std::string(kColumns) + " FROM users WHERE id = ?1";
    auto row = connection.query(kSelect, id);
    if (!row.next()) return Refused(errors::not_found());
    return read_user(row);
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::optional<User>>> SqliteUsers::find_by_email(Email email) {
  auto read = [&](Connection& connection) -> Result<std::optional<User>> {
    static const std::string kSelect = "SELECT " + std::string(kColumns) + " FROM users WHERE email = ?1";
    auto row = connection.query(kSelect, email);
    if (!row.next()) return std::nullopt;
    return read_user(row);
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteUsers::add(User& user, SaveContext context) {
  auto events = stamp(outgoing(user), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([snapshot = user.state(), sequence = user.events().last(),
                                                  events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    try {
      insert_user(connection, snapshot, sequence);
    } catch (const sqlite::Failure& failure) {
      if (failure.is_unique_violation()) return Refused(errors::email_taken());
      throw;
    }
    return sqlite::write_effects(connection, context, events);
  }));
  user.mark_saved();
  co_return Result<>{};
}

Task<Result<>> SqliteUsers::save(User& user, AccountEffects effects, SaveContext context) {
  auto outgoing_events = outgoing(user);
  for (const auto& session : effects.revoked) std::ranges::move(outgoing(session), std::back_inserter(outgoing_events));
  auto events = stamp(std::move(outgoing_events), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([user, effects = std::move(effects), events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    DDD_CHECK(write_account(connection, user, effects, context.now));
    return sqlite::write_effects(connection, context, events);
  }));
  user.mark_saved();
  co_return Result<>{};
}

}  // namespace ddd::user
