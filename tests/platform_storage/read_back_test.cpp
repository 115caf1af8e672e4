#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_storage/flaky_bus.hpp>
#include <platform_storage/shard.hpp>
#include <platform_storage/temp_log.hpp>

#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/embedded_bus/retention.hpp>
#include <ddd/platform/messaging/read_back.hpp>
#include <ddd/platform/messaging/relay.hpp>
#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/platform/sqlite/outbox_report.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::event_of;
using test::kStart;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Numbers = std::vector<std::int64_t>;

sqlite::OnFailure unexpected() {
  return [](const std::string& what) { ADD_FAILURE() << what; };
}

/// A context's file, its relay, the bus, and the way back.
class TheReadBack : public testing::Test, protected test::TestShard {
 protected:
  std::unique_ptr<sqlite::Database> open_database() {
    const sqlite::Migration steps[] = {sqlite::effects_migration(), sqlite::read_back_migration(2)};
    return sqlite::Database::open((folder / "context.db").string(), steps, kStart, unexpected()).value();
  }
  std::unique_ptr<OutboxReadBack> make_read_back() {
    return std::make_unique<OutboxReadBack>("test", "topic", outbox, bus, clock, metrics, *log.log);
  }
  void save_and_publish(std::int64_t first, std::int64_t last) {
    std::vector<Event> events;
    for (auto n = first; n <= last; ++n) events.push_back(event_of(ids, "a", n));
    ASSERT_TRUE(run(database->writer().write([events](sqlite::Connection& connection) -> Result<> {
      return sqlite::write_effects(connection, {.now = kStart}, events);
    })));
    ASSERT_TRUE(run(relay.flush()));
  }
  void lose(std::int64_t sequence) {
    ASSERT_EQ(file->database().writer().write_blocking([sequence](sqlite::Connection& connection) -> Result<int> {
      return connection.execute("DELETE FROM events WHERE sequence = ?1", sequence);
    }),
              1);
  }
  Numbers on_the_bus() {
    Numbers sequences;
    const auto batch = run(embedded.replay("topic", kStart - 1h)->poll(2000, 0ms)).value();
    for (const auto& delivered : batch) sequences.push_back(delivered.event.sequence);
    return sequences;
  }
  std::size_t waiting() {
    const auto reader = database->open_reader();
    return sqlite::count_waiting_events(*reader);
  }

  test::TempFolder folder;
  test::TempLog log;
  test::ManualClock clock;
  test::CountingIds ids;
  metrics::Registry metrics;
  std::unique_ptr<sqlite::Database> database = open_database();
  sqlite::SqliteOutbox outbox{*database};
  std::unique_ptr<EmbeddedBusFile> file =
      EmbeddedBusFile::open((folder / "bus.db").string(), kStart, unexpected()).value();
  EmbeddedBus embedded{*file, context.get_executor()};
  test::FlakyBus bus{embedded};
  OutboxRelay relay{"test", outbox, bus, clock, metrics, context.get_executor()};
  std::unique_ptr<OutboxReadBack> read_back = make_read_back();
};

TEST_F(TheReadBack, notes_what_came_back_and_sends_nothing_again) {
  save_and_publish(1, 3);
  EXPECT_EQ(waiting(), 3u);
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(waiting(), 0u);
  clock.at = kStart + 1h;
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(on_the_bus(), (Numbers{1, 2, 3}));
  EXPECT_THAT(metrics.expose(),
              HasSubstr("consumer_events_total{group=\"test.read_back\",outcome=\"applied\",topic=\"topic\"} 3"));
}

TEST_F(TheReadBack, publishes_again_after_a_minute_what_the_bus_has_lost_and_counts_it) {
  save_and_publish(1, 3);
  lose(2);
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(waiting(), 1u);
  clock.at = kStart + 60s;
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(on_the_bus(), (Numbers{1, 3})) << "it is given its minute";

  clock.at = kStart + 61s;
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(on_the_bus(), (Numbers{1, 3, 2}));
  EXPECT_THAT(metrics.expose(), HasSubstr("outbox_republished_total{context=\"test\"} 1"));
  EXPECT_THAT(metrics.expose(), HasSubstr("outbox_unobserved_seconds{context=\"test\"} 61"));
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(waiting(), 0u);
  EXPECT_THAT(metrics.expose(), HasSubstr("outbox_unobserved_seconds{context=\"test\"} 0"));
  clock.at = kStart + 1h;
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(on_the_bus(), (Numbers{1, 3, 2})) << "once is enough";
}

TEST_F(TheReadBack, tells_an_operator_what_waits) {
  save_and_publish(1, 2);
  lose(2);
  ASSERT_TRUE(run(read_back->round()));
  clock.at = kStart + 61s;
  ASSERT_TRUE(run(read_back->round()));
  std::vector<Event> unpublished{event_of(ids, "b", 7)};
  ASSERT_TRUE(run(database->writer().write([&](sqlite::Connection& connection) -> Result<> {
    return sqlite::write_effects(connection, {.now = kStart}, unpublished);
  })));
  const auto reader = database->open_reader();
  const auto events = sqlite::waiting_events(*reader, 10);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].key, "a");
  EXPECT_EQ(events[0].published_at, kStart + 61s);
  EXPECT_EQ(events[0].republished, 1);
  EXPECT_EQ(events[1].key, "b");
  EXPECT_EQ(events[1].id, unpublished[0].id.to_text());
  EXPECT_FALSE(events[1].published_at);
  EXPECT_EQ(sqlite::waiting_events(*reader, 1).size(), 1u);
}

TEST_F(TheReadBack, takes_nothing_for_lost_before_it_has_read_to_the_end) {
  save_and_publish(1, 3);
  clock.at = kStart + 1h;
  bus.failing_polls = 1;
  EXPECT_FALSE(run(read_back->round()));
  EXPECT_EQ(on_the_bus(), (Numbers{1, 2, 3}));
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(on_the_bus(), (Numbers{1, 2, 3}));
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(TheReadBack, takes_up_where_a_round_or_a_process_ended) {
  save_and_publish(1, 1200);
  bus.failing_commits = 1;
  EXPECT_FALSE(run(read_back->round()));
  read_back = make_read_back();
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_EQ(waiting(), 0u);
  EXPECT_THAT(metrics.expose(),
              HasSubstr("consumer_events_total{group=\"test.read_back\",outcome=\"duplicate\",topic=\"topic\"} 500"));
}

TEST_F(TheReadBack, tells_events_that_are_none_of_the_outbox_apart) {
  ASSERT_TRUE(run(embedded.append({event_of(ids, "phantom", 1)})));
  ASSERT_TRUE(run(read_back->round()));
  EXPECT_THAT(metrics.expose(),
              HasSubstr("consumer_events_total{group=\"test.read_back\",outcome=\"ignored\",topic=\"topic\"} 1"));
}

/// Events on the bus, of which some are past their time.
class OldEvents : public testing::Test, protected test::TestShard {
 protected:
  void append(std::int64_t sequence, Timestamp time, const std::string& topic = "topic") {
    ASSERT_TRUE(run(bus.append({event_of(ids, "a", sequence, topic, time)})));
  }
  void commit(const std::string& group, std::int64_t offset, const std::string& topic = "topic") {
    ASSERT_TRUE(run(bus.open(group, topic)->commit(offset)));
  }
  void bury(std::int64_t offset, Timestamp at) {
    ASSERT_TRUE(run(bus.bury({.group = "one",
                              .topic = "topic",
                              .offset = offset,
                              .event = event_of(ids, "a", offset),
                              .error_code = "test.poison",
                              .error_message = "No.",
                              .attempts = 5,
                              .failed_at = at})));
  }
  BusPurge purge() { return run(purge_bus(*file, topics, kNow, kNow - 30 * 24h)).value(); }
  Numbers left(const std::string& topic = "topic") {
    Numbers sequences;
    const auto batch = run(bus.replay(topic, kStart - 365 * 24h)->poll(5000, 0ms)).value();
    for (const auto& delivered : batch) sequences.push_back(delivered.event.sequence);
    return sequences;
  }

  static constexpr Timestamp kNow = kStart + std::chrono::days(100);
  test::TempFolder folder;
  test::CountingIds ids;
  std::unique_ptr<EmbeddedBusFile> file =
      EmbeddedBusFile::open((folder / "bus.db").string(), kStart, unexpected()).value();
  EmbeddedBus bus{*file, context.get_executor()};
  std::vector<TopicRetention> topics{{"topic", std::chrono::days(7), {"one", "two"}}};
};

TEST_F(OldEvents, go_when_every_group_is_done_with_them) {
  append(1, kNow - 8 * 24h);
  append(2, kNow - 8 * 24h);
  append(3, kNow - 8 * 24h);
  append(4, kNow - 6 * 24h);
  commit("one", 4);
  EXPECT_EQ(purge().events, 0u) << "two has done nothing yet";
  commit("two", 2);
  commit("gone", 0);
  EXPECT_EQ(purge().events, 2u);
  EXPECT_EQ(left(), (Numbers{3, 4}));
  commit("two", 4);
  EXPECT_EQ(purge().events, 1u);
  EXPECT_EQ(left(), Numbers{4}) << "a week is a week";
}

TEST_F(OldEvents, are_kept_for_as_long_as_their_topic_says) {
  topics.push_back({"other", std::chrono::days(30), {"one"}});
  for (const auto days : {31, 29, 8}) append(days, kNow - days * 24h, "other");
  append(1, kNow - 8 * 24h, "foreign");
  commit("one", 3, "other");
  EXPECT_EQ(purge().events, 1u);
  EXPECT_EQ(left("other"), (Numbers{29, 8}));
  EXPECT_EQ(left("foreign"), Numbers{1}) << "a topic that nobody named is nobody's to purge";
}

TEST_F(OldEvents, stay_while_they_are_dead_letters) {
  for (const auto n : {1, 2, 3}) append(n, kNow - 40 * 24h);
  for (const auto* group : {"one", "two"}) commit(group, 3);
  bury(1, kNow - 31 * 24h);
  bury(2, kNow - 29 * 24h);
  const auto purged = purge();
  EXPECT_EQ(purged.dead_letters, 1u) << "thirty days are enough for a decision";
  EXPECT_EQ(purged.events, 2u);
  EXPECT_EQ(left(), Numbers{2});
  EXPECT_EQ(run(count_dead_letters(*file)), 1u);
}

TEST_F(OldEvents, go_in_portions_and_readers_go_on_behind_them) {
  std::vector<Event> events;
  for (int n = 1; n <= 1500; ++n) events.push_back(event_of(ids, "a", n, "topic", kNow - 8 * 24h));
  ASSERT_TRUE(run(bus.append(std::move(events))));
  for (const auto* group : {"one", "two"}) commit(group, 1500);
  EXPECT_TRUE(purge().more);
  EXPECT_EQ(left().size(), 500u);
  EXPECT_FALSE(purge().more);
  append(1501, kNow);
  EXPECT_EQ(run(bus.open("one", "topic")->poll(10, 0ms))->at(0).offset, 1501) << "offsets are never used again";
}

}  // namespace
}  // namespace ddd
