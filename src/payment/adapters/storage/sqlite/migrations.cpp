#include "sql.hpp"

#include <ddd/payment/adapters/storage/sqlite/migrations.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::payment {

std::vector<sqlite::Migration> sqlite_migrations() {
  return {sqlite::effects_migration(),
          {.version = 2, .name = "payments", .sql = sql::k0002_payments_sql},
          {.version = 3, .name = "refunds", .sql = sql::k0003_refunds_sql},
          {.version = 4, .name = "keys_and_fulfilments", .sql = sql::k0004_keys_and_fulfilments_sql},
          sqlite::read_back_migration(5)};
}

}  // namespace ddd::payment
