#pragma once

#include <vector>

#include <ddd/platform/sqlite/database.hpp>

namespace ddd::basket {

/// The schema of basket.db, in order.
[[nodiscard]] std::vector<sqlite::Migration> sqlite_migrations();

}  // namespace ddd::basket
