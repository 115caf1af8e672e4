#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <ddd/platform/async/task_group.hpp>

namespace ddd {
namespace {

bool is_cancellation(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == boost::asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

}  // namespace

TaskGroup::TaskGroup(ShardExecutor executor, OnFailure on_failure)
    : executor_(executor), on_failure_(std::move(on_failure)), ended_(executor) {}

void TaskGroup::spawn(std::string name, Task<> task) {
  if (stopping_) return;
  const auto entry = running_.emplace(running_.end());
  boost::asio::co_spawn(executor_, std::move(task),
                        boost::asio::bind_cancellation_slot(
                            entry->slot(), [this, entry, name = std::move(name)](std::exception_ptr failure) {
                              running_.erase(entry);
                              if (failure && !is_cancellation(failure) && on_failure_) on_failure_(name, failure);
                              ended_.notify();
                            }));
}

Task<> TaskGroup::stop() {
  stopping_ = true;
  while (!running_.empty()) {
    // Emitting may end a task at once and erase its entry: step first.
    for (auto entry = running_.begin(); entry != running_.end();)
      (entry++)->emit(boost::asio::cancellation_type::terminal);
    co_await ended_.wait_for(std::chrono::milliseconds(50));
  }
}

Task<bool> TaskGroup::drain(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!running_.empty() && std::chrono::steady_clock::now() < deadline) {
    co_await ended_.wait_for(std::chrono::milliseconds(20));
  }
  const bool ended = running_.empty();
  co_return ended;
}

}  // namespace ddd
