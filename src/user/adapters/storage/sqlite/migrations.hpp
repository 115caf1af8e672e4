#pragma once

#include <vector>

#include <ddd/platform/sqlite/database.hpp>

namespace ddd::user {

/// The schema of user.db, in order.
[[nodiscard]] std::vector<sqlite::Migration> sqlite_migrations();

}  // namespace ddd::user
