#include "sql.hpp"

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/storage/sqlite/migrations.hpp>

namespace ddd::product {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(), {.version = 2, .name = "products", .sql = sql::k0002_products_sql}};
}

}  // namespace ddd::product
