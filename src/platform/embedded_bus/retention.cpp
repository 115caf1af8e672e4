#include <algorithm>
#include <limits>
#include <utility>

#include <ddd/platform/embedded_bus/retention.hpp>

namespace ddd {
namespace {

using sqlite::Connection;

constexpr int kAtOnce = 1000;

/// The last offset that every group is done with.
std::int64_t done_by_all(Connection& connection, const TopicRetention& topic) {
  auto done = std::numeric_limits<std::int64_t>::max();
  for (const auto& group : topic.groups) {
    auto row = connection.query("SELECT committed FROM group_offsets WHERE consumer_group = ?1 AND topic = ?2", group,
                                topic.topic);
    done = std::min(done, row.next() ? row.integer(0) : 0);
  }
  return done;
}

int purge_topic(Connection& connection, const TopicRetention& topic, Timestamp now) {
  return connection.execute(
      R"(DELETE FROM events WHERE topic = ?1 AND offset IN
           (SELECT e.offset FROM events e WHERE e.topic = ?1 AND e.time < ?2 AND e.offset <= ?3
              AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.topic = e.topic AND d.offset = e.offset)
            LIMIT 1000))",
      topic.topic, now - topic.keep, done_by_all(connection, topic));
}

int purge_letters(Connection& connection, bool dead, Timestamp before) {
  return connection.execute(
      R"(DELETE FROM dead_letters WHERE row IN
           (SELECT row FROM dead_letters WHERE (state IN ('dead', 'redriving')) = ?1 AND failed_at < ?2 LIMIT 1000))",
      dead, before);
}

}  // namespace

Task<Result<BusPurge>> purge_bus(EmbeddedBusFile& file, std::vector<TopicRetention> topics, Timestamp now,
                                 Timestamp letters_before) {
  co_return co_await file.database().writer().write(
      [topics = std::move(topics), now, letters_before](Connection& connection) -> Result<BusPurge> {
        BusPurge purged;
        const auto count = [&purged](std::size_t& total, int rows) {
          total += static_cast<std::size_t>(rows);
          purged.more = purged.more || rows == kAtOnce;
        };
        count(purged.settled_letters, purge_letters(connection, false, letters_before));
        count(purged.dead_letters, purge_letters(connection, true, letters_before));
        for (const auto& topic : topics) count(purged.events, purge_topic(connection, topic, now));
        return purged;
      });
}

Task<Result<std::size_t>> count_dead_letters(EmbeddedBusFile& file) {
  co_return co_await file.database().read([](Connection& connection) -> Result<std::size_t> {
    auto row = connection.query("SELECT count(*) FROM dead_letters WHERE state IN ('dead', 'redriving')");
    row.next();
    return static_cast<std::size_t>(row.integer(0));
  });
}

}  // namespace ddd
