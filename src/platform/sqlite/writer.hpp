#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/resume_later.hpp>
#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd::sqlite {

/// Hears about failures of the file, for logs and health: what was being done and SQLite's text.
using OnFailure = std::function<void(const std::string&)>;

/// The one thread that writes to a file, with group commit: all jobs that wait go into one transaction and are answered
/// after the commit is on disk. Savepoints cost a quarter of a commit and few jobs fail after they changed something,
/// so the jobs share the transaction first; when one has to be undone, all run again, each in a savepoint of its own.
/// When the transaction itself fails, they run one by one, so that one bad job fails alone; when none can begin, all of
/// them fail. Owned by the process; shards share it.
class Writer {
 public:
  struct Options {
    std::size_t queue = 4096;  ///< jobs that may wait; past it `store.unavailable`
    std::size_t batch = 64;    ///< jobs per commit
    /// Hears of the commits that are part of a recorded trace; outlives the writer. Null: nobody does.
    tracing::Tracer* tracer = nullptr;
  };

  /// Throws Failure when the file can't be opened.
  Writer(const std::string& path, Options options, OnFailure on_failure);
  /// Finishes what is queued, then joins.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Runs `job(Connection&) -> Result<T>`; an error rolls it back alone. Durable when it returns a value. The job may
  /// run more than once and must not consume what it captured.
  template <class Job>
  [[nodiscard]] Task<std::invoke_result_t<Job&, Connection&>> write(Job job) {
    using Answer = std::invoke_result_t<Job&, Connection&>;
    co_return co_await resume_later<Answer>([this, &job](auto resume) {
      enqueue(std::make_unique<TypedJob<Job, Answer>>(std::move(job), std::move(resume)));
    });
  }
  /// The same for threads that are no shard: blocks until durable.
  template <class Job>
  std::invoke_result_t<Job&, Connection&> write_blocking(Job job);

  /// Called on the writer's thread after every commit.
  void on_commit(std::function<void()> listener);

  [[nodiscard]] std::size_t depth() const;
  [[nodiscard]] std::uint64_t commits() const;

 private:
  using Time = std::chrono::steady_clock::time_point;

  class AnyJob {
   public:
    virtual ~AnyJob() = default;
    const Time queued = std::chrono::steady_clock::now();
    /// Runs and keeps the answer; false if it is an error.
    virtual bool run(Connection& connection) = 0;
    virtual void fail(const Error& error) = 0;
    virtual void answer() = 0;
  };

  template <class Job, class Answer>
  class TypedJob final : public AnyJob {
   public:
    TypedJob(Job job, std::move_only_function<void(Answer)> resume)
        : job_(std::move(job)), resume_(std::move(resume)) {}
    bool run(Connection& connection) override {
      result_.emplace(job_(connection));
      return result_->has_value();
    }
    void fail(const Error& error) override { result_.emplace(Refused(error)); }
    void answer() override { resume_(*std::move(result_)); }

   private:
    Job job_;
    std::move_only_function<void(Answer)> resume_;
    std::optional<Answer> result_;
  };

  using Batch = std::vector<std::unique_ptr<AnyJob>>;
  using Jobs = std::span<std::unique_ptr<AnyJob>>;
  /// Runs a job in the open transaction; false if it has to be undone and can't be alone.
  using Runner = bool (Writer::*)(AnyJob&);

  void enqueue(std::unique_ptr<AnyJob> job);
  void work();
  [[nodiscard]] Batch take_batch();
  /// False if nothing was committed.
  [[nodiscard]] bool commit_together(Batch& batch);
  void tell_listeners();
  /// False when the file can't be written now: another process holds it, or the disk does.
  [[nodiscard]] bool begin();
  /// True if the transaction that was begun is committed with all of `jobs`. Otherwise nothing is, and it is over.
  [[nodiscard]] bool commit(Jobs jobs, Runner run);
  [[nodiscard]] bool run_sharing(AnyJob& job);
  [[nodiscard]] bool run_in_savepoint(AnyJob& job);
  void tell_traces(std::size_t jobs);
  void roll_back() noexcept;

  Options options_;
  OnFailure on_failure_;
  std::string file_;  ///< name without folders
  Connection connection_;
  std::vector<Time> noted_at_;  ///< for each note of the connection, when its job was queued
  Time began_;                  ///< of the open transaction
  Error problem_;               ///< why the last transaction that was not committed was not
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<AnyJob>> queue_;
  std::vector<std::function<void()>> listeners_;
  std::uint64_t commits_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

template <class Job>
std::invoke_result_t<Job&, Connection&> Writer::write_blocking(Job job) {
  using Answer = std::invoke_result_t<Job&, Connection&>;
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Answer> answer;
  enqueue(std::make_unique<TypedJob<Job, Answer>>(std::move(job), [&](Answer result) {
    const std::lock_guard lock(mutex);
    answer.emplace(std::move(result));
    done.notify_one();
  }));
  std::unique_lock lock(mutex);
  done.wait(lock, [&] { return answer.has_value(); });
  return *std::move(answer);
}

}  // namespace ddd::sqlite
