#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd {

/// Work that a module wants done again and again on shard 0: sweeps, recovery, housekeeping.
struct PeriodicJob {
  std::string name;
  std::chrono::milliseconds every{1000};
  /// One round. An error is logged and counted; the next round comes all the same.
  std::function<Task<Result<>>()> run;
};

}  // namespace ddd
