#pragma once

#include <vector>

#include <ddd/platform/sqlite/database.hpp>

namespace ddd::payment {

/// The schema of payment.db, in order.
[[nodiscard]] std::vector<sqlite::Migration> sqlite_migrations();

}  // namespace ddd::payment
