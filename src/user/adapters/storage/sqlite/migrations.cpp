#include "sql.hpp"

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/user/adapters/storage/sqlite/migrations.hpp>

namespace ddd::user {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(),
          {.version = 2, .name = "users", .sql = sql::k0002_users_sql},
          {.version = 3, .name = "accounts", .sql = sql::k0003_accounts_sql},
          sqlite::read_back_migration(4),
          {.version = 5, .name = "activity", .sql = sql::k0005_activity_sql}};
}

}  // namespace ddd::user
