#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <ddd/platform/async/task.hpp>

namespace ddd {

/// One thread running one io_context: a shard's engine. What lives on the shard is made before `start` and destroyed
/// after `stop`; the context itself goes last.
class ShardThread {
 public:
  explicit ShardThread(std::string name) : name_(std::move(name)), context_(1), work_(context_.get_executor()) {}
  ~ShardThread() { stop(); }
  ShardThread(const ShardThread&) = delete;
  ShardThread& operator=(const ShardThread&) = delete;

  [[nodiscard]] ShardExecutor executor() { return context_.get_executor(); }
  [[nodiscard]] bool is_running() const { return thread_.joinable(); }

  void start();
  /// Ends the context without waiting for what is pending, and joins. Called again it does nothing.
  void stop();

  /// Runs `task` on the shard while the calling thread waits for its result. Not for the shard's own thread.
  template <class T>
  T run(Task<T> task) {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<T> result;
    std::exception_ptr failure;
    bool ended = false;
    boost::asio::co_spawn(context_, store(std::move(task), result), [&](std::exception_ptr error) {
      const std::lock_guard lock(mutex);
      failure = error;
      ended = true;
      done.notify_one();
    });
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return ended; });
    if (failure) std::rethrow_exception(failure);
    return *std::move(result);
  }

 private:
  template <class T>
  static Task<> store(Task<T> task, std::optional<T>& result) {
    result.emplace(co_await std::move(task));
  }

  std::string name_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<ShardExecutor> work_;
  std::thread thread_;
};

}  // namespace ddd
