#include "sql.hpp"

#include <ddd/payment/adapters/storage/sqlite/migrations.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::payment {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(), {.version = 2, .name = "payments", .sql = sql::k0002_payments_sql}};
}

}  // namespace ddd::payment
