#pragma once

#include <vector>

#include <ddd/platform/async/task.hpp>

namespace ddd {

/// Runs the tasks side by side on the caller's shard and returns when all have ended. An exception of a task is
/// rethrown after that (the first one). Cancelling the caller does not cancel the tasks.
[[nodiscard]] Task<> when_all(std::vector<Task<>> tasks);

}  // namespace ddd
