#pragma once

#include <chrono>

#include <ddd/platform/async/task.hpp>

namespace ddd {

/// Waiting as a port: simulation supplies virtual time.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  /// Throws operation_aborted when the task is cancelled.
  [[nodiscard]] virtual Task<> sleep_for(std::chrono::milliseconds duration) = 0;
};

/// Real time, by a timer on the calling task's shard.
class TimerSleeper final : public Sleeper {
 public:
  [[nodiscard]] Task<> sleep_for(std::chrono::milliseconds duration) override;
};

}  // namespace ddd
