#include <ddd/platform/sqlite/outbox_report.hpp>

namespace ddd::sqlite {

std::vector<WaitingEvent> waiting_events(Connection& connection, std::size_t limit) {
  std::vector<WaitingEvent> events;
  auto row = connection.query(
      R"(SELECT id, topic, key, type, time, published_at, republished FROM outbox
         WHERE row IN (SELECT row FROM outbox WHERE published_at IS NULL
                       UNION ALL SELECT row FROM outbox WHERE observed_at IS NULL AND published_at IS NOT NULL)
         ORDER BY row LIMIT ?1)",
      limit);
  while (row.next()) {
    events.push_back({.id = row.string(0),
                      .topic = row.string(1),
                      .key = row.string(2),
                      .type = row.string(3),
                      .time = row.timestamp(4),
                      .published_at = row.maybe_timestamp(5),
                      .republished = static_cast<int>(row.integer(6))});
  }
  return events;
}

std::size_t count_waiting_events(Connection& connection) {
  auto row = connection.query("SELECT count(*) FROM outbox WHERE published_at IS NULL OR observed_at IS NULL");
  row.next();
  return static_cast<std::size_t>(row.integer(0));
}

}  // namespace ddd::sqlite
