#include "sql.hpp"

#include <ddd/basket/adapters/storage/sqlite/migrations.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::basket {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(), {.version = 2, .name = "baskets", .sql = sql::k0002_baskets_sql}};
}

}  // namespace ddd::basket
