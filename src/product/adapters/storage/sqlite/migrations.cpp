#include "sql.hpp"

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/storage/sqlite/migrations.hpp>

namespace ddd::product {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(),
          {.version = 2, .name = "products", .sql = sql::k0002_products_sql},
          {.version = 3, .name = "demand_and_failures", .sql = sql::k0003_demand_and_failures_sql},
          sqlite::read_back_migration(4)};
}

}  // namespace ddd::product
