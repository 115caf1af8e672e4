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

/// Checks every invariant against the files of an embedded shop's data folder, which may be running, and searches its
/// `logs` for card numbers: nothing is written. What is not true at all times may be broken while events are under way;
/// ask again. Error: `reconcile.cannot_read` (unavailable), with the file. Blocks; reads every row.
[[nodiscard]] Result<std::vector<Finding>> check_all(const std::filesystem::path& folder, Timestamp now,
                                                     const std::vector<std::filesystem::path>& logs = {});

/// Every invariant there is, in the order of the findings.
[[nodiscard]] std::vector<Invariant> all_invariants();

[[nodiscard]] bool is_clean(const std::vector<Finding>& findings);

}  // namespace ddd::reconcile
