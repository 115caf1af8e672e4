#include <algorithm>

#include "sql.hpp"

#include <ddd/platform/embedded_bus/embedded_bus.hpp>

namespace ddd {
namespace {

using sqlite::Connection;

std::int64_t take_offset(Connection& connection, const std::string& topic) {
  auto next = connection.query(
      R"(INSERT INTO topics (topic, next_offset) VALUES (?1, 2)
         ON CONFLICT (topic) DO UPDATE SET next_offset = next_offset + 1 RETURNING next_offset - 1)",
      topic);
  next.next();
  const auto offset = next.integer(0);
  next.next();  // a RETURNING statement takes effect when it has run to its end
  return offset;
}

std::int64_t committed_offset(Connection& connection, const std::string& group, const std::string& topic) {
  auto row =
      connection.query("SELECT committed FROM group_offsets WHERE consumer_group = ?1 AND topic = ?2", group, topic);
  return row.next() ? row.integer(0) : 0;
}

Delivered read_delivered(const sqlite::Query& row, const std::string& topic) {
  return {.event = {.id = EventId::restore(row.string(1)),
                    .topic = topic,
                    .key = row.string(2),
                    .type = row.string(3),
                    .source = row.string(4),
                    .subject = row.string(5),
                    .sequence = row.integer(6),
                    .aggregate_version = row.integer(7),
                    .time = row.timestamp(8),
                    .correlation_id = row.string(9),
                    .causation_id = row.string(10),
                    .traceparent = row.string(11),
                    .data = row.string(12)},
          .offset = row.integer(0)};
}

std::vector<Delivered> read_after(Connection& connection, const std::string& topic, std::int64_t offset,
                                  std::size_t limit) {
  std::vector<Delivered> events;
  auto row = connection.query(
      R"(SELECT offset, id, key, type, source, subject, sequence, aggregate_version, time, correlation_id, causation_id,
           traceparent, data
         FROM events WHERE topic = ?1 AND offset > ?2 ORDER BY offset LIMIT ?3)",
      topic, offset, limit);
  while (row.next()) events.push_back(read_delivered(row, topic));
  return events;
}

std::vector<Delivered> read_redriven(Connection& connection, const std::string& group, const std::string& topic,
                                     std::size_t limit) {
  std::vector<Delivered> events;
  auto row = connection.query(
      R"(SELECT e.offset, e.id, e.key, e.type, e.source, e.subject, e.sequence, e.aggregate_version, e.time,
           e.correlation_id, e.causation_id, e.traceparent, e.data
         FROM dead_letters d JOIN events e ON e.topic = d.topic AND e.offset = d.offset
         WHERE d.consumer_group = ?1 AND d.topic = ?2 AND d.state = 'redriving' ORDER BY d.offset LIMIT ?3)",
      group, topic, limit);
  while (row.next()) {
    events.push_back(read_delivered(row, topic));
    events.back().redriven = true;
  }
  return events;
}

/// The offset before the first event at or after `since`; the end when there is none yet. Times may go back in the log,
/// because clocks do.
std::int64_t place_before(Connection& connection, const std::string& topic, Timestamp since) {
  auto row = connection.query(
      R"(SELECT coalesce((SELECT min(offset) - 1 FROM events WHERE topic = ?1 AND time >= ?2),
                         (SELECT max(offset) FROM events WHERE topic = ?1), 0))",
      topic, since);
  row.next();
  return row.integer(0);
}

/// Where a reader stands; `group` is empty for a replay.
class FileReader final : public BusReader {
 public:
  FileReader(EmbeddedBusFile& file, Connection& connection, ShardExecutor executor, std::string group,
             std::string topic, std::int64_t start)
      : file_(file),
        connection_(connection),
        appended_(executor),
        group_(std::move(group)),
        topic_(std::move(topic)),
        committed_(start),
        polled_(start) {
    file_.watch(appended_, topic_);
  }
  ~FileReader() override { file_.forget(appended_); }

  [[nodiscard]] Task<Result<std::vector<Delivered>>> poll(std::size_t limit, std::chrono::milliseconds wait) override {
    auto events = read(limit);
    if (events && events->empty()) {
      co_await appended_.wait_for(wait);
      events = read(limit);
    }
    if (events && !events->empty() && !events->back().redriven) polled_ = events->back().offset;
    co_return events;
  }

  [[nodiscard]] Task<Result<>> commit(std::int64_t offset) override {
    DDD_CO_CHECK(co_await file_.database().writer().write(
        [group = group_, topic = topic_, offset, redriven = redriven_](Connection& connection) -> Result<> {
          for (const auto place : redriven) {
            connection.execute(
                R"(UPDATE dead_letters SET state = 'redriven'
                   WHERE consumer_group = ?1 AND topic = ?2 AND offset = ?3 AND state = 'redriving')",
                group, topic, place);
          }
          connection.execute(
              R"(INSERT INTO group_offsets (consumer_group, topic, committed) VALUES (?1, ?2, ?3)
             ON CONFLICT (consumer_group, topic) DO UPDATE SET committed = max(committed, excluded.committed))",
              group, topic, offset);
          return {};
        }));
    redriven_.clear();
    committed_ = std::max(committed_, offset);
    co_return Result<>{};
  }

  void rewind() override {
    polled_ = committed_;
    redriven_.clear();
  }

 private:
  Result<std::vector<Delivered>> read(std::size_t limit) {
    auto job = [&](Connection& connection) -> Result<std::vector<Delivered>> {
      if (group_.empty()) return read_after(connection, topic_, polled_, limit);
      auto again = read_redriven(connection, group_, topic_, limit);
      return again.empty() ? read_after(connection, topic_, polled_, limit) : std::move(again);
    };
    auto events = file_.database().guarded(job, connection_);
    redriven_.clear();
    if (!events) return events;
    for (const auto& each : *events) {
      if (each.redriven) redriven_.push_back(each.offset);
    }
    return events;
  }

  EmbeddedBusFile& file_;
  Connection& connection_;
  Signal appended_;
  std::string group_;
  std::string topic_;
  std::int64_t committed_;
  std::int64_t polled_;
  std::vector<std::int64_t> redriven_;  ///< offsets of the dead letters in the last batch
};

}  // namespace

std::span<const sqlite::Migration> EmbeddedBusFile::migrations() {
  static constexpr sqlite::Migration kMigrations[] = {
      {.version = 1, .name = "bus", .sql = embedded_bus_sql::kschema_sql},
      {.version = 2, .name = "dead letters", .sql = embedded_bus_sql::k0002_dead_letters_sql}};
  return kMigrations;
}

Result<std::unique_ptr<EmbeddedBusFile>> EmbeddedBusFile::open(const std::string& path, Timestamp now,
                                                               sqlite::OnFailure on_failure, tracing::Tracer* tracer) {
  DDD_TRY(auto database, sqlite::Database::open(path, migrations(), now, std::move(on_failure), tracer));
  return std::make_unique<EmbeddedBusFile>(std::move(database));
}

EmbeddedBusFile::EmbeddedBusFile(std::unique_ptr<sqlite::Database> database) : database_(std::move(database)) {
  database_->writer().on_commit([this] { wake_watchers(); });
}

void EmbeddedBusFile::watch(Signal& signal, std::string topic) {
  const std::lock_guard lock(mutex_);
  watchers_.emplace_back(&signal, std::move(topic));
}

void EmbeddedBusFile::forget(Signal& signal) {
  const std::lock_guard lock(mutex_);
  std::erase_if(watchers_, [&](const auto& watcher) { return watcher.first == &signal; });
}

void EmbeddedBusFile::note_append(const std::string& topic) {
  const std::lock_guard lock(mutex_);
  appended_.insert(topic);
}

// Of the commits, most move a group's offset, which concerns no reader.
void EmbeddedBusFile::wake_watchers() {
  const std::lock_guard lock(mutex_);
  for (const auto& [signal, topic] : watchers_) {
    if (appended_.contains(topic)) signal->notify();
  }
  appended_.clear();
}

EmbeddedBus::EmbeddedBus(EmbeddedBusFile& file, ShardExecutor executor)
    : file_(file), executor_(executor), reader_(file.database().open_reader()) {}

Task<Result<>> EmbeddedBus::append(std::vector<Event> events) {
  co_return co_await file_.database().writer().write(
      [this, events = std::move(events)](Connection& connection) -> Result<> {
        for (const auto& event : events) {
          file_.note_append(event.topic);
          connection.execute(
              R"(INSERT INTO events (topic, offset, id, key, type, source, subject, sequence, aggregate_version, time,
               correlation_id, causation_id, traceparent, data)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14))",
              event.topic, take_offset(connection, event.topic), event.id, event.key, event.type, event.source,
              event.subject, event.sequence, event.aggregate_version, event.time, event.correlation_id,
              event.causation_id, event.traceparent, event.data);
          if (const auto trace = TraceContext::parse(event.traceparent); trace && trace->sampled) {
            connection.note({.trace = *trace, .event_type = {}});
          }
        }
        return {};
      });
}

Task<Result<>> EmbeddedBus::bury(DeadLetter letter) {
  co_return co_await file_.database().writer().write([letter = std::move(letter)](Connection& connection) -> Result<> {
    connection.execute(
        R"(INSERT INTO dead_letters (consumer_group, topic, offset, event_id, type, error_code, error_message, attempts, failed_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
           ON CONFLICT (consumer_group, topic, offset) DO UPDATE SET state = 'dead', error_code = excluded.error_code,
             error_message = excluded.error_message, attempts = attempts + excluded.attempts,
             failed_at = excluded.failed_at
           WHERE state = 'redriving')",
        letter.group, letter.topic, letter.offset, letter.event.id, letter.event.type, letter.error_code,
        letter.error_message, letter.attempts, letter.failed_at);
    return {};
  });
}

std::unique_ptr<BusReader> EmbeddedBus::open(std::string group, std::string topic) {
  const auto start = committed_offset(*reader_, group, topic);
  return std::make_unique<FileReader>(file_, *reader_, executor_, std::move(group), std::move(topic), start);
}

std::unique_ptr<BusReader> EmbeddedBus::replay(std::string topic, Timestamp since) {
  const auto start = place_before(*reader_, topic, since);
  return std::make_unique<FileReader>(file_, *reader_, executor_, std::string(), std::move(topic), start);
}

}  // namespace ddd
