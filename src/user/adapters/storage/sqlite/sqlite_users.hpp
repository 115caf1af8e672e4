#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

/// Users in user.db. One per shard: `reader` is the shard's own connection.
class SqliteUsers final : public UserRepository {
 public:
  SqliteUsers(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<UserId>> next_id() override;
  [[nodiscard]] Task<Result<User>> find(UserId id) override;
  [[nodiscard]] Task<Result<std::optional<User>>> find_by_email(Email email) override;
  [[nodiscard]] Task<Result<>> add(User& user, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(User& user, AccountEffects effects, SaveContext context) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::user
