#include <pthread.h>

#include <ddd/platform/async/thread_scheduling.hpp>
#include <ddd/platform/async/worker_pool.hpp>

namespace ddd {
WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

std::size_t WorkerPool::depth() const {
  const std::lock_guard lock(mutex_);
  return depth_;
}

bool WorkerPool::reserve() {
  const std::lock_guard lock(mutex_);
  if (depth_ >= options_.queue + options_.threads) return false;
  ++depth_;
  return true;
}

void WorkerPool::push(Work work) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
}

Error WorkerPool::full() const {
  return {.kind = ErrorKind::unavailable,
          .code = "server.overloaded",
          .message = "The server is busy; try again shortly.",
          .retry_after_seconds = 1};
}

void WorkerPool::work() {
  pthread_setname_np(pthread_self(), options_.name.c_str());
  if (options_.low_priority) lower_this_thread();
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --depth_;
  }
}

}  // namespace ddd
