#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {

struct Finding {
  static constexpr std::size_t kMostShown = 20;

  const Invariant* invariant = nullptr;
  bool checked = true;              ///< false where the provider's books are elsewhere
  std::vector<std::string> broken;  ///< ids, at most kMostShown
  std::size_t broken_count = 0;
};

/// Checks every invariant against the files of an embedded shop's data folder, which may be running: nothing is
/// written. What is not true at all times may be broken while events are under way; ask again. Error:
/// `reconcile.cannot_read` (unavailable), with the file. Blocks; reads every row.
[[nodiscard]] Result<std::vector<Finding>> check_all(const std::filesystem::path& folder, Timestamp now);

[[nodiscard]] bool is_clean(const std::vector<Finding>& findings);

}  // namespace ddd::reconcile
