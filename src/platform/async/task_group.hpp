#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <string>

#include <boost/asio/cancellation_signal.hpp>

#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd {

/// Owns background tasks of one shard: nothing is ever detached. The owner calls `stop()` and awaits it before anything
/// the tasks refer to goes away; the destructor only checks that this was done (or that the context is gone).
class TaskGroup {
 public:
  /// `on_failure` hears about a task that ended by an exception other than cancellation; the group goes on.
  using OnFailure = std::function<void(std::string_view name, std::exception_ptr)>;

  TaskGroup(ShardExecutor executor, OnFailure on_failure);

  /// Starts `task` on the shard. `name` is for logs. After `stop()` began, tasks are dropped unstarted.
  void spawn(std::string name, Task<> task);

  /// Cancels every task and returns when all have ended.
  [[nodiscard]] Task<> stop();
  /// Returns when all have ended by themselves, or after `limit`; true if none is left.
  [[nodiscard]] Task<bool> drain(std::chrono::milliseconds limit);

  [[nodiscard]] std::size_t size() const { return running_.size(); }

 private:
  ShardExecutor executor_;
  OnFailure on_failure_;
  std::list<boost::asio::cancellation_signal> running_;
  Signal ended_;
  bool stopping_ = false;
};

}  // namespace ddd
