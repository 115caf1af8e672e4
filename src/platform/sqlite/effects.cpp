#include "sql.hpp"

#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::sqlite {
namespace {

Event read_event(const Query& row) {
  return {.id = EventId::restore(row.string(1)),
          .topic = row.string(2),
          .key = row.string(3),
          .type = row.string(4),
          .source = row.string(5),
          .subject = row.string(6),
          .sequence = row.integer(7),
          .aggregate_version = row.integer(8),
          .time = row.timestamp(9),
          .correlation_id = row.string(10),
          .causation_id = row.string(11),
          .traceparent = row.string(12),
          .data = row.string(13)};
}

std::vector<OutboxRow> read_rows(Query query) {
  std::vector<OutboxRow> rows;
  while (query.next()) rows.push_back({.row = query.integer(0), .event = read_event(query)});
  return rows;
}

Result<> write_idempotency(Connection& connection, const IdempotencyRecord& record) {
  const auto& answer = record.answer;
  // A record without an answer is completed by a later save of the same effect; anything else under the key is a clash.
  const int written = connection.execute(
      R"(INSERT INTO idempotency (user_id, key, fingerprint, resource_id, status, body, content_type, location, etag, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (user_id, key) DO UPDATE SET status = excluded.status, body = excluded.body,
           content_type = excluded.content_type, location = excluded.location, etag = excluded.etag
         WHERE idempotency.status IS NULL AND idempotency.resource_id = excluded.resource_id
           AND idempotency.fingerprint = excluded.fingerprint)",
      record.key.user_id, record.key.key, record.key.fingerprint, record.resource_id,
      answer ? std::optional<std::int64_t>(answer->status) : std::nullopt,
      answer ? std::optional(answer->body) : std::nullopt, answer ? std::optional(answer->content_type) : std::nullopt,
      answer ? std::optional(answer->location) : std::nullopt, answer ? std::optional(answer->etag) : std::nullopt,
      record.created_at);
  if (written == 0) return Refused(store_errors::duplicate_key());
  return {};
}

/// The save belongs to its use case's trace, and each of its events begins a branch of that trace.
void note_traces(Connection& connection, const SaveContext& context, std::span<const Event> events) {
  if (!context.trace.sampled) return;
  connection.note({.trace = context.trace, .event_type = {}});
  for (const auto& event : events) {
    auto trace = TraceContext::parse(event.traceparent);
    if (!trace) continue;
    trace->parent_id = context.trace.span_id;
    connection.note({.trace = *trace, .event_type = event.type});
  }
}

}  // namespace

Migration effects_migration() {
  return {.version = 1, .name = "effects", .sql = sql::keffects_sql};
}

Migration read_back_migration(int version) {
  return {.version = version, .name = "read-back", .sql = sql::kread_back_sql};
}

Result<> write_effects(Connection& connection, const SaveContext& context, std::span<const Event> events) {
  if (context.inbox) {
    const int written = connection.execute(
        "INSERT INTO inbox (consumer, event_id, applied_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        context.inbox->consumer, context.inbox->event_id, context.now);
    if (written == 0) return Refused(store_errors::duplicate_event());
  }
  if (context.idempotency) DDD_CHECK(write_idempotency(connection, *context.idempotency));
  for (const auto& event : events) {
    connection.execute(
        R"(INSERT INTO outbox (id, topic, key, type, source, subject, sequence, aggregate_version, time, correlation_id,
             causation_id, traceparent, data)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))",
        event.id, event.topic, event.key, event.type, event.source, event.subject, event.sequence,
        event.aggregate_version, event.time, event.correlation_id, event.causation_id, event.traceparent, event.data);
  }
  note_traces(connection, context, events);
  return {};
}

bool in_inbox(Connection& connection, const InboxEntry& entry) {
  return connection.query("SELECT 1 FROM inbox WHERE consumer = ?1 AND event_id = ?2", entry.consumer, entry.event_id)
      .next();
}

void forget_answers(Connection& connection, UserId user_id, std::string_view resource_id) {
  connection.execute("DELETE FROM idempotency WHERE user_id = ?1 OR resource_id = ?2", user_id, resource_id);
}

SqliteOutbox::SqliteOutbox(Database& database) : database_(database), reader_(database.open_reader()) {}

Task<Result<std::vector<OutboxRow>>> SqliteOutbox::unpublished(std::size_t limit) {
  auto read = [limit](Connection& connection) -> Result<std::vector<OutboxRow>> {
    return read_rows(connection.query(
        R"(SELECT row, id, topic, key, type, source, subject, sequence, aggregate_version, time, correlation_id, causation_id,
             traceparent, data
           FROM outbox WHERE published_at IS NULL ORDER BY row LIMIT ?1)",
        limit));
  };
  co_return database_.guarded(read, *reader_);
}

Task<Result<>> SqliteOutbox::mark_published(std::vector<std::int64_t> rows, Timestamp at) {
  co_return co_await database_.writer().write([rows = std::move(rows), at](Connection& connection) -> Result<> {
    for (const auto row : rows) connection.execute("UPDATE outbox SET published_at = ?2 WHERE row = ?1", row, at);
    return {};
  });
}

Task<Result<Observation>> SqliteOutbox::mark_observed(std::vector<EventId> events, Timestamp at) {
  co_return co_await database_.writer().write([events = std::move(events),
                                               at](Connection& connection) -> Result<Observation> {
    Observation seen;
    for (const auto& id : events) {
      if (connection.execute("UPDATE outbox SET observed_at = ?2 WHERE id = ?1 AND observed_at IS NULL", id, at) > 0)
        ++seen.news;
      else if (connection.query("SELECT 1 FROM outbox WHERE id = ?1", id).next())
        ++seen.repeats;
      else
        ++seen.strangers;
    }
    return seen;
  });
}

Task<Result<std::vector<OutboxRow>>> SqliteOutbox::unobserved(Timestamp published_before, std::size_t limit) {
  auto read = [=](Connection& connection) -> Result<std::vector<OutboxRow>> {
    return read_rows(connection.query(
        R"(SELECT row, id, topic, key, type, source, subject, sequence, aggregate_version, time, correlation_id, causation_id,
             traceparent, data
           FROM outbox WHERE observed_at IS NULL AND published_at < ?1 ORDER BY row LIMIT ?2)",
        published_before, limit));
  };
  co_return database_.guarded(read, *reader_);
}

Task<Result<>> SqliteOutbox::mark_republished(std::vector<std::int64_t> rows, Timestamp at) {
  co_return co_await database_.writer().write([rows = std::move(rows), at](Connection& connection) -> Result<> {
    for (const auto row : rows) {
      connection.execute("UPDATE outbox SET published_at = ?2, republished = republished + 1 WHERE row = ?1", row, at);
    }
    return {};
  });
}

Task<Result<std::optional<IdempotencyRecord>>> SqliteIdempotencyStore::find(UserId user_id, std::string key) {
  auto read = [&](Connection& connection) -> Result<std::optional<IdempotencyRecord>> {
    auto row = connection.query(
        R"(SELECT fingerprint, resource_id, created_at, status, body, content_type, location, etag
           FROM idempotency WHERE user_id = ?1 AND key = ?2)",
        user_id, key);
    if (!row.next()) return std::nullopt;
    IdempotencyRecord record{.key = {user_id, key, row.string(0)},
                             .resource_id = row.string(1),
                             .answer = std::nullopt,
                             .created_at = row.timestamp(2)};
    if (!row.is_null(3)) {
      record.answer = StoredAnswer{.status = static_cast<int>(row.integer(3)),
                                   .body = row.string(4),
                                   .content_type = row.string(5),
                                   .location = row.string(6),
                                   .etag = row.string(7)};
    }
    return record;
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<bool>> purge_effects(Database& database, Timestamp events_before, Timestamp keys_before) {
  co_return co_await database.writer().write([=](Connection& connection) -> Result<bool> {
    constexpr int kAtOnce = 1000;
    // Rows are observed about in their order: behind a thousand that stay there is nothing to go.
    const int outbox = connection.execute(
        R"(DELETE FROM outbox WHERE row IN
             (SELECT row FROM (SELECT row, observed_at FROM outbox ORDER BY row LIMIT 1000) WHERE observed_at < ?1))",
        events_before);
    const int inbox = connection.execute(
        R"(DELETE FROM inbox WHERE (consumer, event_id) IN
             (SELECT consumer, event_id FROM inbox WHERE applied_at < ?1 LIMIT 1000))",
        events_before);
    const int keys = connection.execute(
        R"(DELETE FROM idempotency WHERE (user_id, key) IN
             (SELECT user_id, key FROM idempotency WHERE created_at < ?1 LIMIT 1000))",
        keys_before);
    return outbox == kAtOnce || inbox == kAtOnce || keys == kAtOnce;
  });
}

}  // namespace ddd::sqlite
