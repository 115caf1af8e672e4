#pragma once

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/login_failures.hpp>

namespace ddd::user {

/// Failed logins in user.db. One per shard.
class SqliteLoginFailures final : public LoginFailures {
 public:
  SqliteLoginFailures(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<RecentFailures>> recent(Email email, Timestamp since) override;
  [[nodiscard]] Task<Result<std::vector<UserId>>> accounts_with(std::int64_t least, Timestamp since) override;
  [[nodiscard]] Task<Result<>> add(Email email, Timestamp at, Timestamp forget_before) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::user
