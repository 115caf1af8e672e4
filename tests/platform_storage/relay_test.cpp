#include <gtest/gtest.h>
#include <platform_storage/flaky_bus.hpp>
#include <platform_storage/shard.hpp>

#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/messaging/relay.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::event_of;
using test::kStart;
using Numbers = std::vector<std::int64_t>;

/// A real outbox whose next calls fail as often as it is told.
class FlakyOutbox final : public Outbox {
 public:
  explicit FlakyOutbox(Outbox& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override {
    if (failing_reads > 0 && failing_reads--) co_return Refused(store_errors::unavailable());
    co_return co_await inner_.unpublished(limit);
  }
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) override {
    if (failing_marks > 0 && failing_marks--) co_return Refused(store_errors::unavailable());
    co_return co_await inner_.mark_published(std::move(rows), at);
  }
  int failing_reads = 0;
  int failing_marks = 0;

 private:
  Outbox& inner_;
};

/// A context's file, the bus's file, and the relay between them.
class TheRelay : public testing::Test, protected test::TestShard {
 protected:
  ~TheRelay() override { run(tasks.stop()); }

  static sqlite::OnFailure unexpected() {
    return [](const std::string& what) { ADD_FAILURE() << what; };
  }
  std::unique_ptr<sqlite::Database> open_database() {
    const auto migration = sqlite::effects_migration();
    return sqlite::Database::open((folder / "context.db").string(), {&migration, 1}, kStart, unexpected()).value();
  }
  OutboxRelay make_relay(std::string name = "test") {
    return {std::move(name), outbox, bus, clock, metrics, context.get_executor()};
  }
  /// One save with these events; `last` is the sequence of the last.
  void save(std::int64_t first, std::int64_t last) {
    std::vector<Event> events;
    for (auto n = first; n <= last; ++n) events.push_back(event_of(ids, "a", n));
    ASSERT_TRUE(run(database->writer().write([events](sqlite::Connection& connection) -> Result<> {
      return sqlite::write_effects(connection, {.now = kStart}, events);
    })));
  }
  Numbers on_the_bus() {
    Numbers sequences;
    const auto reader = embedded.open("reader of " + std::to_string(++readers), "topic");
    for (;;) {
      const auto batch = run(reader->poll(1000, 0ms)).value();
      if (batch.empty()) return sequences;
      for (const auto& delivered : batch) sequences.push_back(delivered.event.sequence);
    }
  }
  static Numbers up_to(std::int64_t last) {
    Numbers numbers;
    for (std::int64_t n = 1; n <= last; ++n) numbers.push_back(n);
    return numbers;
  }
  bool outbox_is_empty() { return run(real_outbox.unpublished(1))->empty(); }

  test::TempFolder folder;
  test::ManualClock clock;
  test::CountingIds ids;
  metrics::Registry metrics;
  std::unique_ptr<sqlite::Database> database = open_database();
  sqlite::SqliteOutbox real_outbox{*database};
  FlakyOutbox outbox{real_outbox};
  std::unique_ptr<EmbeddedBusFile> file =
      EmbeddedBusFile::open((folder / "bus.db").string(), kStart, unexpected()).value();
  EmbeddedBus embedded{*file, context.get_executor()};
  test::FlakyBus bus{embedded};
  OutboxRelay relay = make_relay();
  TaskGroup tasks{context.get_executor(), [](std::string_view name, std::exception_ptr) { ADD_FAILURE() << name; }};
  int readers = 0;
};

TEST_F(TheRelay, puts_events_on_the_bus_once_and_in_order) {
  save(1, 3);
  save(4, 4);
  EXPECT_EQ(run(relay.flush()), 4u);
  EXPECT_EQ(on_the_bus(), up_to(4));
  EXPECT_TRUE(outbox_is_empty());
  EXPECT_EQ(run(relay.flush()), 0u);
  save(5, 5);
  EXPECT_EQ(run(relay.flush()), 1u);
  EXPECT_EQ(on_the_bus(), up_to(5));
}

TEST_F(TheRelay, carries_events_as_they_are) {
  save(1, 1);
  const auto stored = run(real_outbox.unpublished(1))->at(0).event;
  ASSERT_TRUE(run(relay.flush()));
  EXPECT_EQ(run(embedded.open("group", "topic")->poll(1, 0ms))->at(0).event, stored);
}

TEST_F(TheRelay, carries_more_than_a_batch) {
  save(1, 1200);
  EXPECT_EQ(run(relay.flush()), 1200u);
  EXPECT_EQ(on_the_bus(), up_to(1200));
}

TEST_F(TheRelay, sends_again_and_loses_nothing_when_it_dies_before_it_has_marked) {
  save(1, 2);
  outbox.failing_marks = 1;
  EXPECT_FALSE(run(relay.flush()));
  save(3, 3);
  auto next = make_relay("next");
  EXPECT_EQ(run(next.flush()), 3u);
  EXPECT_EQ(on_the_bus(), (Numbers{1, 2, 1, 2, 3})) << "consumers know them by their ids";
  const auto batch = run(embedded.open("group", "topic")->poll(10, 0ms)).value();
  EXPECT_EQ(batch[0].event.id, batch[2].event.id);
  EXPECT_TRUE(outbox_is_empty());
}

TEST_F(TheRelay, marks_nothing_that_the_bus_did_not_take) {
  save(1, 2);
  bus.failing_appends = 1;
  EXPECT_EQ(run(relay.flush()).error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(outbox_is_empty());
  EXPECT_EQ(run(relay.flush()), 2u);
  EXPECT_EQ(on_the_bus(), up_to(2));
}

TEST_F(TheRelay, runs_until_it_is_stopped_and_wakes_after_a_commit) {
  database->writer().on_commit([this] { relay.wake(); });
  tasks.spawn("relay", relay.run());
  for (int n = 1; n <= 5; ++n) {
    save(n, n);
    turn_until([&] { return outbox_is_empty(); });
  }
  EXPECT_EQ(on_the_bus(), up_to(5));
  run(tasks.stop());
  EXPECT_EQ(tasks.size(), 0u);
}

TEST_F(TheRelay, looks_by_itself_when_nobody_wakes_it) {
  tasks.spawn("relay", relay.run());
  turn();
  save(1, 1);
  turn_until([&] { return outbox_is_empty(); });
  EXPECT_EQ(on_the_bus(), up_to(1));
}

TEST_F(TheRelay, waits_out_a_bus_and_a_store_that_are_away) {
  save(1, 2);
  bus.failing_appends = 1;
  outbox.failing_reads = 1;
  outbox.failing_marks = 1;
  tasks.spawn("relay", relay.run());
  turn_until([&] {
    relay.wake();
    return outbox_is_empty();
  });
  EXPECT_EQ(on_the_bus(), (Numbers{1, 2, 1, 2}));
}

TEST_F(TheRelay, is_not_hurried_by_the_failures_of_its_own_file) {
  const auto migration = sqlite::effects_migration();
  // On this file every mark fails inside SQLite, as on a full disk.
  const auto full = sqlite::Database::open((folder / "full.db").string(), {&migration, 1}, kStart, nullptr).value();
  ASSERT_TRUE(run(full->writer().write([this](sqlite::Connection& connection) -> Result<> {
    connection.run_script("CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END");
    const std::vector<Event> events{event_of(ids, "a", 1)};
    return sqlite::write_effects(connection, {.now = kStart}, events);
  })));
  sqlite::SqliteOutbox its_outbox(*full);
  OutboxRelay its_relay("full", its_outbox, bus, clock, metrics, context.get_executor());
  full->writer().on_commit([&] { its_relay.wake(); });
  tasks.spawn("relay", its_relay.run());
  const auto started = std::chrono::steady_clock::now();
  turn_until([&] { return bus.appends == 3; });
  EXPECT_GE(std::chrono::steady_clock::now() - started, 1s) << "400 and 800 ms lie between three tries";
  run(tasks.stop());
}

TEST_F(TheRelay, counts_what_it_has_put_on_the_bus_and_how_old_the_oldest_is_that_it_has_not) {
  save(1, 3);
  clock.at = kStart + 90s;
  bus.failing_appends = 1;
  ASSERT_FALSE(run(relay.flush()));
  EXPECT_NE(metrics.expose().find("outbox_oldest_seconds{context=\"test\"} 90"), std::string::npos) << metrics.expose();
  ASSERT_TRUE(run(relay.flush()));
  EXPECT_NE(metrics.expose().find("outbox_published_total{context=\"test\"} 3"), std::string::npos) << metrics.expose();
  EXPECT_NE(metrics.expose().find("outbox_oldest_seconds{context=\"test\"} 0"), std::string::npos);
}

}  // namespace
}  // namespace ddd
