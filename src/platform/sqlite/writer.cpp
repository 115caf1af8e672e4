#include <ddd/platform/sqlite/writer.hpp>

#include <pthread.h>

#include <ddd/platform/context/save_context.hpp>

namespace ddd::sqlite {

Writer::Writer(const std::string& path, Options options, OnFailure on_failure)
    : options_(options), on_failure_(std::move(on_failure)), connection_(path, Connection::Mode::read_write) {
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Writer::on_commit(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

std::size_t Writer::depth() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::uint64_t Writer::commits() const {
  const std::lock_guard lock(mutex_);
  return commits_;
}

void Writer::enqueue(std::unique_ptr<AnyJob> job) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() < options_.queue && !stopping_) queue_.push_back(std::move(job));
  }
  if (job) {
    job->fail(store_errors::unavailable());
    job->answer();
    return;
  }
  wake_.notify_one();
}

Writer::Batch Writer::take_batch() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  Batch batch;
  while (!queue_.empty() && batch.size() < options_.batch) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void Writer::work() {
  pthread_setname_np(pthread_self(), "sqlite-writer");
  for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) {
    commit_together(batch);
    // Listeners first: by the time a client hears of its write, the relay has been woken.
    std::vector<std::function<void()>> listeners;
    {
      const std::lock_guard lock(mutex_);
      ++commits_;
      listeners = listeners_;
    }
    for (const auto& listener : listeners) listener();
    for (auto& job : batch) job->answer();
  }
}

void Writer::commit_together(Batch& batch) {
  if (try_transaction(batch)) return;
  for (auto& job : batch) {
    if (!try_transaction({&job, 1})) job->fail(store_errors::unavailable());
  }
}

bool Writer::try_transaction(std::span<std::unique_ptr<AnyJob>> jobs) {
  try {
    connection_.execute("BEGIN IMMEDIATE");
    for (auto& job : jobs) run_in_savepoint(*job);
    connection_.execute("COMMIT");
    return true;
  } catch (const Failure& failure) {
    if (on_failure_) on_failure_(failure.what());
    roll_back();
    return false;
  }
}

void Writer::run_in_savepoint(AnyJob& job) {
  connection_.execute("SAVEPOINT job");
  if (!job.run(connection_)) connection_.execute("ROLLBACK TO job");
  connection_.execute("RELEASE job");
}

void Writer::roll_back() noexcept {
  try {
    if (connection_.in_transaction()) connection_.execute("ROLLBACK");
  } catch (const Failure& failure) {
    if (on_failure_) on_failure_(failure.what());
  }
}

}  // namespace ddd::sqlite
