#include <cstdint>

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ddd/platform/async/worker_pool.hpp>

namespace ddd {
namespace {

/// The kernel's struct sched_attr, whose header doesn't go together with <pthread.h>.
struct Scheduling {
  std::uint32_t size = sizeof(Scheduling);
  std::uint32_t policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime = 0;
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};

/// Linux applies it per thread. Failing to lower it costs latency, not correctness.
void lower_priority() {
  Scheduling scheduling{.nice = 10};
  // The slice. From 6.12 on a thread that wakes waits until the one that runs has had its own, however little that one
  // is worth: 3 ms without this, which is the 99th percentile of a shard beside a hash. Older kernels ignore it.
  scheduling.runtime = 100'000;
  syscall(SYS_sched_setattr, 0, &scheduling, 0);
}

}  // namespace

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
  if (options_.low_priority) lower_priority();
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
