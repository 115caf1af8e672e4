#include <filesystem>

#include <pthread.h>

#include <ddd/platform/context/save_context.hpp>
#include <ddd/platform/sqlite/writer.hpp>

namespace ddd::sqlite {

Writer::Writer(const std::string& path, Options options, OnFailure on_failure)
    : options_(options),
      on_failure_(std::move(on_failure)),
      file_(std::filesystem::path(path).filename().string()),
      connection_(path, Connection::Mode::read_write) {
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
    if (queue_.size() < options_.queue && !stopping_) {
      queue_.push_back(std::move(job));
      wake_.notify_one();
      return;
    }
  }
  job->fail(store_errors::unavailable());
  job->answer();
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
  if (writable && commit(batch, &Writer::run_sharing)) return true;
  writable = writable && begin();
  if (writable && commit(batch, &Writer::run_in_savepoint)) return true;
  bool committed = false;
  for (auto& job : batch) {
    // Where no transaction can begin, each of the others would only wait as long again for the same answer.
    writable = writable && begin();
    if (writable && commit({&job, 1}, &Writer::run_in_savepoint)) {
      committed = true;
    } else {
      job->fail(problem_);
    }
  }
  return committed;
}

bool Writer::begin() {
  try {
    connection_.notes().clear();
    noted_at_.clear();
    began_ = std::chrono::steady_clock::now();
    connection_.execute("BEGIN IMMEDIATE");
    return true;
  } catch (const Failure& failure) {
    if (on_failure_) on_failure_(failure.what());
    problem_ = store_errors::unavailable();
    return false;
  }
}

bool Writer::commit(Jobs jobs, Runner run) {
  try {
    for (auto& job : jobs) {
      if ((this->*run)(*job)) continue;
      roll_back();
      return false;
    }
    connection_.execute("COMMIT");
  } catch (const std::exception& failure) {
    // Not Failures alone: a damaged row may hold what the code above takes for impossible.
    if (on_failure_) on_failure_(failure.what());
    problem_ = error_of(failure);
    roll_back();
    return false;
  }
  // Outside of the try: what is committed isn't run again.
  tell_traces(jobs.size());
  return true;
}

bool Writer::run_sharing(AnyJob& job) {
  const auto before = connection_.total_changes();
  if (!job.run(connection_)) {
    if (connection_.total_changes() != before) return false;
    connection_.notes().resize(noted_at_.size());
  }
  noted_at_.resize(connection_.notes().size(), job.queued);
  return true;
}

bool Writer::run_in_savepoint(AnyJob& job) {
  connection_.execute("SAVEPOINT job");
  if (!job.run(connection_)) {
    connection_.execute("ROLLBACK TO job");
    connection_.notes().resize(noted_at_.size());
  }
  connection_.execute("RELEASE job");
  noted_at_.resize(connection_.notes().size(), job.queued);
  return true;
}

// A commit that several traces wait for is a span of each.
void Writer::tell_traces(std::size_t jobs) {
  if (options_.tracer == nullptr) return;
  const auto now = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < connection_.notes().size(); ++i) {
    auto& note = connection_.notes()[i];
    const bool is_event = !note.event_type.empty();
    const auto waited = std::chrono::floor<std::chrono::microseconds>(began_ - noted_at_[i]);
    tracing::Span span{.context = is_event ? note.trace : note.trace.child(),
                       .name = is_event ? "outbox " + note.event_type : "commit " + file_,
                       .kind = is_event ? tracing::SpanKind::producer : tracing::SpanKind::internal,
                       .service = "sqlite",
                       .started = noted_at_[i],
                       .ended = now,
                       .error = {},
                       .attributes = {{"db.file", file_},
                                      {"db.group.jobs", static_cast<std::int64_t>(jobs)},
                                      {"db.queue_us", std::max<std::int64_t>(waited.count(), 0)}}};
    options_.tracer->record(std::move(span));
  }
}

void Writer::roll_back() noexcept {
  try {
    if (connection_.in_transaction()) connection_.execute("ROLLBACK");
  } catch (const Failure& failure) {
    if (on_failure_) on_failure_(failure.what());
  }
}

}  // namespace ddd::sqlite
