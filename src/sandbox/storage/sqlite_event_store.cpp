#include <limits>

#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/storage/sqlite_event_store.hpp>

namespace ddd::sandbox {

namespace {

using sqlite::Connection;

constexpr std::string_view kSelectEvents =
    "SELECT row, id, type, object, request_id, idempotency_key, created_at, delivery, tries, traceparent FROM events ";

std::string selecting(std::string_view rest) {
  return std::string(kSelectEvents).append(rest);
}

Delivery delivery_of(std::string_view text) {
  using enum Delivery;
  for (const auto delivery : {none, pending, delivered}) {
    if (to_text(delivery) == text) return delivery;
  }
  return failed;
}

StoredEvent read_event(const sqlite::Query& row) {
  return {.row = row.integer(0),
          .event = {.id = EventId::restore(row.string(1)),
                    .type = row.string(2),
                    .object = row.string(3),
                    .request_id = row.string(4),
                    .idempotency_key = row.string(5),
                    .traceparent = row.string(9),
                    .created_at = row.timestamp(6)},
          .delivery = delivery_of(row.text(7)),
          .tries = static_cast<int>(row.integer(8))};
}

Result<std::int64_t> row_of(Connection& connection, const std::optional<EventId>& after) {
  if (!after) return std::numeric_limits<std::int64_t>::max();
  auto row = connection.query("SELECT row FROM events WHERE id = ?1", *after);
  if (!row.next()) return Refused(errors::event_not_found());
  return row.integer(0);
}

}  // namespace

Task<Result<std::optional<StoredEvent>>> SqliteEventStore::find_event(EventId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<StoredEvent>> {
    static const auto kById = selecting("WHERE id = ?1");
    auto row = connection.query(kById, id);
    if (!row.next()) return std::nullopt;
    return read_event(row);
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<Page<StoredEvent, EventId>>> SqliteEventStore::list_events(EventFilter filter) {
  using Events = Page<StoredEvent, EventId>;
  co_return co_await file_.database().read([filter = std::move(filter)](Connection& connection) -> Result<Events> {
    static const auto kFiltered = selecting(
        R"(WHERE row < ?1 AND created_at >= ?2 AND (?3 = '' OR type = ?3)
             AND (?4 IS NULL OR (delivery IN ('none', 'delivered')) = ?4)
           ORDER BY row DESC LIMIT ?5)");
    const auto& range = filter.range;
    DDD_TRY(const auto before, row_of(connection, range.after));
    auto row = connection.query(kFiltered, before, range.since.value_or(Timestamp()), filter.type, filter.delivered,
                                range.limit + 1);
    Events page;
    while (row.next()) {
      if (page.items.size() == range.limit) {
        page.next = page.items.back().event.id;
        break;
      }
      page.items.push_back(read_event(row));
    }
    return page;
  });
}

Task<Result<std::vector<StoredEvent>>> SqliteEventStore::due_events(Timestamp now, std::size_t limit) {
  auto read = [&](Connection& connection) -> Result<std::vector<StoredEvent>> {
    static const auto kDue = selecting("WHERE next_try_at <= ?1 ORDER BY next_try_at LIMIT ?2");
    std::vector<StoredEvent> events;
    auto row = connection.query(kDue, now, limit);
    while (row.next()) events.push_back(read_event(row));
    return events;
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<std::optional<Timestamp>>> SqliteEventStore::next_due(Timestamp now) {
  auto read = [&](Connection& connection) -> Result<std::optional<Timestamp>> {
    auto row = connection.query("SELECT min(next_try_at) FROM events WHERE next_try_at > ?1", now);
    row.next();
    return row.maybe_timestamp(0);
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<>> SqliteEventStore::mark_delivered(std::int64_t row, Timestamp at) {
  co_return co_await file_.database().writer().write([row, at](Connection& connection) -> Result<> {
    connection.execute(
        "UPDATE events SET delivery = 'delivered', tries = tries + 1, next_try_at = NULL, delivered_at = ?2 WHERE row "
        "= ?1",
        row, at);
    return {};
  });
}

Task<Result<>> SqliteEventStore::mark_failed(std::int64_t row, std::optional<Timestamp> next) {
  co_return co_await file_.database().writer().write([row, next](Connection& connection) -> Result<> {
    connection.execute("UPDATE events SET delivery = ?2, tries = tries + 1, next_try_at = ?3 WHERE row = ?1", row,
                       to_text(next ? Delivery::pending : Delivery::failed), next);
    return {};
  });
}

Task<Result<std::size_t>> SqliteEventStore::forget_events(Timestamp before, std::size_t limit) {
  co_return co_await file_.database().writer().write([before, limit](Connection& connection) -> Result<std::size_t> {
    return static_cast<std::size_t>(connection.execute(
        R"(DELETE FROM events WHERE row IN
             (SELECT row FROM events WHERE created_at < ?1 AND delivery <> 'pending' ORDER BY created_at LIMIT ?2))",
        before, limit));
  });
}

}  // namespace ddd::sandbox
