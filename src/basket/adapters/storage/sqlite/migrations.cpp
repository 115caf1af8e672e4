#include "sql.hpp"

#include <ddd/basket/adapters/storage/sqlite/migrations.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::basket {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(),
          {.version = 2, .name = "baskets", .sql = sql::k0002_baskets_sql},
          sqlite::read_back_migration(3),
          {.version = 4, .name = "flags_and_checkouts", .sql = sql::k0004_flags_and_checkouts_sql}};
}

}  // namespace ddd::basket
