#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd {

/// The file behind the embedded bus: topics as append-only logs with offsets from 1, and each group's committed offset.
/// Owned by the process.
class EmbeddedBusFile {
 public:
  /// Errors as sqlite::Database::open.
  [[nodiscard]] static Result<std::unique_ptr<EmbeddedBusFile>> open(const std::string& path, Timestamp now,
                                                                     sqlite::OnFailure on_failure,
                                                                     tracing::Tracer* tracer = nullptr);
  explicit EmbeddedBusFile(std::unique_ptr<sqlite::Database> database);
  /// The steps of the file's schema.
  [[nodiscard]] static std::span<const sqlite::Migration> migrations();

  [[nodiscard]] sqlite::Database& database() { return *database_; }
  /// Wakes `signal` after every append to `topic` until `forget`. The signals only save waiting time; the file is the
  /// truth.
  void watch(Signal& signal, std::string topic);
  void forget(Signal& signal);
  /// The transaction that is open appends to `topic`: its commit wakes the watchers.
  void note_append(const std::string& topic);

 private:
  void wake_watchers();

  std::mutex mutex_;
  std::vector<std::pair<Signal*, std::string>> watchers_;
  std::set<std::string> appended_;
  /// Goes first: its writer finishes what is queued, and wakes the watchers after each commit.
  std::unique_ptr<sqlite::Database> database_;
};

/// The embedded bus as one shard sees it.
class EmbeddedBus final : public EventBus {
 public:
  EmbeddedBus(EmbeddedBusFile& file, ShardExecutor executor);

  [[nodiscard]] Task<Result<>> append(std::vector<Event> events) override;
  [[nodiscard]] Task<Result<>> bury(DeadLetter letter) override;
  [[nodiscard]] std::unique_ptr<BusReader> open(std::string group, std::string topic) override;
  [[nodiscard]] std::unique_ptr<BusReader> replay(std::string topic, Timestamp since) override;

 private:
  EmbeddedBusFile& file_;
  ShardExecutor executor_;
  std::unique_ptr<sqlite::Connection> reader_;
};

}  // namespace ddd
