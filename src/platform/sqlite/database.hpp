#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <ddd/platform/async/worker_pool.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/platform/sqlite/writer.hpp>

namespace ddd::sqlite {

/// One numbered step of a schema. Steps are applied once, in order, and never edited after a release.
struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view sql;
};

/// Brings the file to the newest version in one exclusive transaction per step. Errors: `store.schema_newer` (the file
/// was written by a newer release), `store.schema_changed` (an applied step was edited), both conflict.
[[nodiscard]] Result<> migrate(Connection& connection, std::span<const Migration> migrations, Timestamp now);

/// One file of a process: its writer, a thread for long reads, and connections for key reads. Owned by the process.
class Database {
 public:
  /// Opens, checks and migrates. Errors: `store.cannot_open` (unavailable; the message names the file and what is
  /// wrong: not a database, locked, not readable, disk full), and those of `migrate`.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& path,
                                                              std::span<const Migration> migrations, Timestamp now,
                                                              OnFailure on_failure, tracing::Tracer* tracer = nullptr);

  /// `tracer` hears of the commits; null or outliving it.
  Database(std::string path, OnFailure on_failure, tracing::Tracer* tracer = nullptr);

  [[nodiscard]] Writer& writer() { return writer_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// A read-only connection for one shard's key reads. It sees every commit that was answered before.
  [[nodiscard]] std::unique_ptr<Connection> open_reader() const;

  /// Runs `job(Connection&) -> Result<T>` on the reader thread: lists, search, export. Bounded queue.
  template <class Job>
  [[nodiscard]] Task<std::invoke_result_t<Job&, Connection&>> read(Job job) {
    co_return co_await readers_.run([this, job = std::move(job)]() mutable { return guarded(job, *long_reader_); });
  }

  /// Runs `job(connection)`, turning what it throws into an error as `error_of` does.
  template <class Job>
  [[nodiscard]] std::invoke_result_t<Job&, Connection&> guarded(Job& job, Connection& connection) const {
    try {
      return job(connection);
    } catch (const std::exception& failure) {
      if (on_failure_) on_failure_(failure.what());
      return Refused(error_of(failure));
    }
  }

 private:
  std::string path_;
  OnFailure on_failure_;
  Writer writer_;
  std::unique_ptr<Connection> long_reader_;
  WorkerPool readers_;
};

}  // namespace ddd::sqlite
