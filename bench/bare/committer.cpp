#include "committer.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace ddd::bench {
namespace {

constexpr std::size_t kBatch = 64;  // as the shop's writers

[[noreturn]] void fail(sqlite3* database, const char* doing) {
  std::fprintf(stderr, "bare_commits: %s: %s\n", doing, sqlite3_errmsg(database));
  std::exit(EXIT_FAILURE);
}

}  // namespace

Rows::Rows(const std::string& path) {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(database);
  if (opened != SQLITE_OK) fail(database, path.c_str());
  constexpr auto kSettings =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000;";
  if (sqlite3_exec(database, kSettings, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database, kSettings);
}

sqlite3_stmt* Rows::prepared(const char* sql) {
  auto& known = statements_[sql];
  if (!known) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK) {
      fail(database_.get(), sql);
    }
    known.reset(made);
  }
  return known.get();
}

void Rows::finish(sqlite3_stmt* statement) {
  int result = SQLITE_ROW;
  while (result == SQLITE_ROW) result = sqlite3_step(statement);
  if (result != SQLITE_DONE) fail(database_.get(), sqlite3_sql(statement));
  sqlite3_reset(statement);
}

Committer::Committer(const std::string& path) : rows_(path) {
  thread_ = std::thread([this] { work(); });
}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Committer::submit(Write write, Then then) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(write), std::move(then)});
  }
  wake_.notify_one();
}

std::int64_t Committer::commits() const {
  const std::lock_guard lock(mutex_);
  return commits_;
}

std::vector<Committer::Job> Committer::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::vector<Job> batch;
  for (; !queue_.empty() && batch.size() < kBatch; queue_.pop_front()) batch.push_back(std::move(queue_.front()));
  if (!batch.empty()) ++commits_;
  return batch;
}

void Committer::work() {
  for (auto batch = take(); !batch.empty(); batch = take()) {
    rows_.write("BEGIN IMMEDIATE");
    for (auto& job : batch) job.write(rows_);
    rows_.write("COMMIT");
    for (auto& job : batch) job.then();
  }
}

}  // namespace ddd::bench
