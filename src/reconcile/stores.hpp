#pragma once

#include <filesystem>
#include <string>
#include <type_traits>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::reconcile {

/// `reconcile.cannot_read` (unavailable).
[[nodiscard]] Error cannot_read(const std::string& what);

/// The files of a data folder as schemas of one connection that can only read; the provider's as `sandbox`, if it is
/// there. Throws sqlite::Failure.
[[nodiscard]] Result<bool> attach_stores(sqlite::Connection& connection, const std::filesystem::path& folder);

/// Runs `use(connection)` on the stores of a folder, the provider's among them.
template <class Use>
[[nodiscard]] std::invoke_result_t<Use&, sqlite::Connection&> with_stores(const std::filesystem::path& folder,
                                                                          Use use) {
  try {
    sqlite::Connection connection(":memory:", sqlite::Connection::Mode::read_write);
    DDD_TRY(const bool has_sandbox, attach_stores(connection, folder));
    if (!has_sandbox) return Refused(cannot_read("the provider's books are not in " + folder.string()));
    return use(connection);
  } catch (const sqlite::Failure& failure) {
    return Refused(cannot_read(failure.what()));
  }
}

}  // namespace ddd::reconcile
