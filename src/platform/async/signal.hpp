#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/steady_timer.hpp>

#include <ddd/platform/async/task.hpp>

namespace ddd {

/// Wakes a background loop early. A notification that comes while nobody waits is kept for the next wait, so none is
/// lost; several collapse into one. One waiting task; `notify` may be called from any thread while the shard's context
/// lives.
class Signal {
 public:
  explicit Signal(ShardExecutor executor);

  void notify();
  /// Returns when notified, or after `limit`. Throws operation_aborted when the task is cancelled.
  [[nodiscard]] Task<> wait_for(std::chrono::milliseconds limit);

 private:
  struct State {
    explicit State(ShardExecutor executor) : timer(executor) {}
    boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                      ShardExecutor>
        timer;
    bool notified = false;
  };
  ShardExecutor executor_;
  std::shared_ptr<State> state_;
};

}  // namespace ddd
