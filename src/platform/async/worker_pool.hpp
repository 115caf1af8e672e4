#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/resume_later.hpp>

namespace ddd {

/// Threads for work that would block a shard: password hashing, list queries. Owned by the process, outlives the
/// shards. The queue is bounded: a full pool refuses with `unavailable` (`pool.full`) and Retry-After.
class WorkerPool {
 public:
  struct Options {
    std::string name;  ///< thread name, at most 15 bytes
    std::size_t threads = 1;
    std::size_t queue = 64;     ///< jobs that may wait
    bool low_priority = false;  ///< lets the shards run first (SCHED_IDLE is too weak a share; nice 10)
  };

  explicit WorkerPool(Options options);
  /// Finishes what is queued, then joins.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Runs `job` on a thread of the pool and resumes on the caller's shard with its result. `job` returns Result<T>.
  template <class Job>
  [[nodiscard]] Task<std::invoke_result_t<Job>> run(Job job) {
    using Answer = std::invoke_result_t<Job>;
    co_return co_await resume_later<Answer>(
        [this, &job](auto resume) { this->enqueue_or_refuse<Answer>(std::move(job), std::move(resume)); });
  }

  /// Jobs waiting or running.
  [[nodiscard]] std::size_t depth() const;

 private:
  using Work = std::move_only_function<void()>;

  template <class Answer, class Job, class Resume>
  void enqueue_or_refuse(Job job, Resume resume) {
    if (!reserve()) {
      resume(Answer(Refused(full())));
      return;
    }
    push([job = std::move(job), resume = std::move(resume)]() mutable { resume(job()); });
  }

  [[nodiscard]] bool reserve();
  void push(Work work);
  [[nodiscard]] Error full() const;
  void work();

  Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> queue_;
  std::size_t depth_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ddd
