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
    // Listeners first: by the time a client hears of its write, the relay has been woken.
    if (commit_together(batch)) tell_listeners();
    for (auto& job : batch) job->answer();
  }
}

void Writer::tell_listeners() {
  std::vector<std::function<void()>> listeners;
  {
    const std::lock_guard lock(mutex_);
    ++commits_;
    listeners = listeners_;
  }
  for (const auto& listener : listeners) listener();
}

bool Writer::commit_together(Batch& batch) {
  bool writable = begin();
  if (writable && commit(batch)) return true;
  bool committed = false;
  for (auto& job : batch) {
    // Where no transaction can begin, each of the others would only wait as long again for the same answer.
    writable = writable && begin();
    if (writable && commit({&job, 1})) {
      committed = true;
    } else {
      job->fail(store_errors::unavailable());
    }
  }
  return committed;
}

bool Writer::begin() {
  try {
    connection_.execute("BEGIN IMMEDIATE");
    return true;
  } catch (const Failure& failure) {
    if (on_failure_) on_failure_(failure.what());
    return false;
  }
}

bool Writer::commit(std::span<std::unique_ptr<AnyJob>> jobs) {
  try {
    for (auto& job : jobs) run_in_savepoint(*job);
    connection_.execute("COMMIT");
    return true;
  } catch (const std::exception& failure) {
    // Not Failures alone: a damaged row may hold what the code above takes for impossible.
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
