#pragma once

#include <vector>

#include <ddd/platform/sqlite/database.hpp>

namespace ddd::product {

/// The schema of product.db, in order.
[[nodiscard]] std::vector<sqlite::Migration> sqlite_migrations();

}  // namespace ddd::product
