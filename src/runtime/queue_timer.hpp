#pragma once

#include <chrono>

#include <ddd/platform/api/queue_watch.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/metrics/instruments.hpp>

namespace ddd {

/// Measures how long work waits for its turn on a shard: the time between the moment a timer was due and the moment the
/// shard came to it. Everything that was ready before it had its turn first, so that any request waits as long.
class QueueTimer {
 public:
  static constexpr std::chrono::milliseconds kPeriod{25};

  /// All outlive it.
  QueueTimer(ShardExecutor executor, api::QueueWatch& watch, metrics::Gauge& gauge)
      : executor_(executor), watch_(watch), gauge_(gauge) {}

  /// Runs until cancelled.
  [[nodiscard]] Task<> run();

 private:
  ShardExecutor executor_;
  api::QueueWatch& watch_;
  metrics::Gauge& gauge_;
};

}  // namespace ddd
