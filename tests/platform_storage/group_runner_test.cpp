#include <map>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_storage/consumer.hpp>
#include <platform_storage/flaky_bus.hpp>
#include <platform_storage/temp_log.hpp>

#include <ddd/platform/async/one_shot.hpp>
#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/memory_bus/memory_bus.hpp>
#include <ddd/platform/messaging/group_runner.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::Consumer;
using test::event_of;
using test::kStart;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Names = std::vector<std::string>;

class AGroup : public testing::Test, protected test::TestShard {
 protected:
  ~AGroup() override { run(tasks.stop()); }

  std::unique_ptr<GroupRunner> make_runner() {
    return std::make_unique<GroupRunner>(consumer.subscription(), bus, clock, sleeper, metrics, *log.log);
  }
  void append(const Names& names) {
    std::vector<Event> events;
    for (const auto& name : names) events.push_back(event_of(ids, name.substr(0, 1), std::stoll(name.substr(1))));
    ASSERT_TRUE(run(memory.append(std::move(events))));
  }
  Result<std::size_t> run_once() { return run(runner->run_once(0ms)); }
  /// What a reader of the group that comes next would be given.
  Names left() {
    Names names;
    const auto batch = run(memory.open("test.group", "topic")->poll(100, 0ms));
    for (const auto& delivered : *batch) names.push_back(Consumer::name_of(delivered.event));
    return names;
  }
  int times_given(const std::string& name) { return static_cast<int>(std::ranges::count(consumer.given, name)); }
  std::string metric(const std::string& outcome) {
    const auto text = metrics.expose();
    const auto line = "consumer_events_total{group=\"test.group\",outcome=\"" + outcome + "\",topic=\"topic\"} ";
    const auto at = text.find(line);
    if (at == std::string::npos) return "none";
    const auto from = at + line.size();
    return text.substr(from, text.find('\n', from) - from);
  }

  test::TempLog log;
  test::ManualClock clock;
  test::CountingIds ids;
  test::TurnSleeper sleeper;
  metrics::Registry metrics;
  MemoryBus memory{context.get_executor()};
  test::FlakyBus bus{memory};
  Consumer consumer;
  std::unique_ptr<GroupRunner> runner = make_runner();
  TaskGroup tasks{context.get_executor(), [](std::string_view name, std::exception_ptr) { ADD_FAILURE() << name; }};
};

TEST_F(AGroup, handles_what_is_there_and_commits_it) {
  append({"a1", "b1", "a2"});
  EXPECT_EQ(run_once(), 3u);
  EXPECT_THAT(consumer.done, UnorderedElementsAre("a1", "b1", "a2"));
  EXPECT_THAT(left(), IsEmpty());
  EXPECT_EQ(run_once(), 0u);
}

TEST_F(AGroup, gives_the_handler_the_trace_and_the_cause) {
  auto event = event_of(ids, "a", 1);
  ASSERT_TRUE(run(memory.append({event})));
  ASSERT_TRUE(run_once());
  ASSERT_EQ(consumer.calls.size(), 1u);
  const auto& call = consumer.calls[0];
  EXPECT_EQ(call.trace.trace_id_text(), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(call.correlation_id, "correlation");
  EXPECT_EQ(call.causation_id, event.id.to_text());
  EXPECT_FALSE(call.principal);
}

TEST_F(AGroup, keeps_the_order_of_each_key_and_lets_keys_pass_each_other) {
  append({"a1", "b1", "a2", "b2"});
  OneShot<bool> a1_may_end;
  consumer.wait = [&](const std::string& name) -> Task<> {
    if (name != "a1") return []() -> Task<> { co_return; }();
    return [](OneShot<bool>& signal) -> Task<> { co_await signal.wait(); }(a1_may_end);
  };
  const auto batch = start(runner->run_once(0ms));
  turn_until([&] { return consumer.done == Names{"b1", "b2"}; });
  EXPECT_EQ(times_given("a2"), 0) << "it waits for the one before it";
  EXPECT_THAT(left(), ElementsAre("a1", "b1", "a2", "b2")) << "nothing is committed before all of it is done";
  a1_may_end.set(true);
  EXPECT_EQ(wait_for(batch), 4u);
  EXPECT_EQ(consumer.done, (Names{"b1", "b2", "a1", "a2"}));
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(AGroup, tries_again_what_cannot_be_handled_now_for_as_long_as_it_takes) {
  append({"a1", "a2", "b1"});
  int refusals = 0;
  consumer.answer = [&](const std::string& name) -> Result<Handled> {
    if (name != "a1" || ++refusals > 30) return Handled::applied;
    if (refusals % 3 == 0) return Consumer::refuse(ErrorKind::unavailable);
    if (refusals % 3 == 1) return Consumer::refuse(ErrorKind::timeout);
    return Consumer::refuse(ErrorKind::conflict, store_errors::kVersionConflict);
  };
  EXPECT_EQ(run_once(), 3u);
  EXPECT_EQ(times_given("a1"), 31);
  EXPECT_EQ(consumer.done.back(), "a2");
  EXPECT_THAT(bus.buried, IsEmpty());
  EXPECT_GE(sleeper.slept, 20s) << "with longer and longer pauses";
}

TEST_F(AGroup, sets_a_poison_event_aside_after_five_tries_and_goes_on) {
  append({"a1", "a2", "b1"});
  clock.at = kStart + 1h;
  consumer.answer = [](const std::string& name) -> Result<Handled> {
    if (name == "a1") return Consumer::refuse(ErrorKind::conflict, "test.poison");
    return Handled::applied;
  };
  EXPECT_EQ(run_once(), 3u);
  EXPECT_EQ(times_given("a1"), 5);
  EXPECT_THAT(consumer.done, UnorderedElementsAre("b1", "a2"));
  ASSERT_EQ(memory.dead_letters().size(), 1u);
  const auto& letter = memory.dead_letters()[0];
  EXPECT_EQ(letter.group, "test.group");
  EXPECT_EQ(letter.topic, "topic");
  EXPECT_EQ(letter.offset, 1);
  EXPECT_EQ(Consumer::name_of(letter.event), "a1");
  EXPECT_EQ(letter.error_code, "test.poison");
  EXPECT_EQ(letter.error_message, "No.");
  EXPECT_EQ(letter.attempts, 5);
  EXPECT_EQ(letter.failed_at, kStart + 1h);
  EXPECT_THAT(left(), IsEmpty());
  runner.reset();
  EXPECT_THAT(log.end_and_read(), HasSubstr("event set aside as a dead letter"));
}

TEST_F(AGroup, sets_aside_at_once_what_cannot_be_read) {
  append({"a1", "a2"});
  consumer.answer = [](const std::string& name) -> Result<Handled> {
    if (name == "a1") return Consumer::refuse(ErrorKind::malformed);
    return Handled::applied;
  };
  EXPECT_EQ(run_once(), 2u);
  EXPECT_EQ(times_given("a1"), 1);
  ASSERT_EQ(bus.buried.size(), 1u);
  EXPECT_EQ(bus.buried[0].attempts, 1);
  EXPECT_EQ(consumer.done, Names{"a2"});
}

TEST_F(AGroup, sets_aside_what_makes_its_handler_throw_and_says_why) {
  append({"a1", "b1"});
  consumer.answer = [](const std::string& name) -> Result<Handled> {
    if (name == "a1") throw std::logic_error("a broken invariant");
    return Handled::applied;
  };
  EXPECT_EQ(run_once(), 2u);
  EXPECT_EQ(times_given("a1"), 5);
  ASSERT_EQ(bus.buried.size(), 1u);
  EXPECT_EQ(bus.buried[0].error_code, "internal");
  EXPECT_THAT(bus.buried[0].error_message, testing::Not(HasSubstr("invariant")));
  runner.reset();
  EXPECT_THAT(log.end_and_read(), HasSubstr("a broken invariant"));
}

TEST_F(AGroup, buries_until_the_grave_is_dug) {
  append({"a1", "a2"});
  bus.failing_burials = 3;
  consumer.answer = [](const std::string& name) -> Result<Handled> {
    if (name == "a1") return Consumer::refuse(ErrorKind::malformed);
    return Handled::applied;
  };
  EXPECT_EQ(run_once(), 2u);
  EXPECT_EQ(memory.dead_letters().size(), 1u);
  EXPECT_EQ(times_given("a1"), 1);
}

TEST_F(AGroup, takes_a_duplicate_for_done) {
  append({"a1", "a2"});
  consumer.answer = [](const std::string& name) -> Result<Handled> {
    if (name == "a1") return Refused(store_errors::duplicate_event());
    return Handled::applied;
  };
  EXPECT_EQ(run_once(), 2u);
  EXPECT_EQ(times_given("a1"), 1);
  EXPECT_THAT(bus.buried, IsEmpty());
}

TEST_F(AGroup, counts_what_became_of_every_event) {
  append({"a1", "a2", "a3", "a4", "a5", "a6"});
  clock.at = kStart + 7s;
  const std::map<std::string, Result<Handled>> answers{
      {"a1", Handled::applied}, {"a2", Handled::duplicate}, {"a3", Refused(store_errors::duplicate_event())},
      {"a4", Handled::stale},   {"a5", Handled::ignored},   {"a6", Consumer::refuse(ErrorKind::malformed)}};
  consumer.answer = [&](const std::string& name) { return answers.at(name); };
  EXPECT_EQ(run_once(), 6u);
  EXPECT_EQ(metric("applied"), "1");
  EXPECT_EQ(metric("duplicate"), "2");
  EXPECT_EQ(metric("stale"), "1");
  EXPECT_EQ(metric("ignored"), "1");
  EXPECT_EQ(metric("dead_letter"), "1");
  EXPECT_THAT(metrics.expose(), HasSubstr("consumer_lag_seconds{group=\"test.group\",topic=\"topic\"} 7"));
}

TEST_F(AGroup, delivers_again_what_it_could_not_commit) {
  append({"a1", "a2"});
  bus.failing_commits = 1;
  EXPECT_EQ(run_once().error().kind, ErrorKind::unavailable);
  EXPECT_EQ(run_once(), 2u);
  EXPECT_EQ(consumer.done, (Names{"a1", "a2", "a1", "a2"}));
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(AGroup, runs_and_waits_out_a_bus_that_is_away) {
  bus.failing_polls = 3;
  bus.failing_commits = 1;
  tasks.spawn("group", runner->run());
  append({"a1"});
  turn_until([&] { return left().empty(); });
  EXPECT_EQ(consumer.done, (Names{"a1", "a1"}));
  EXPECT_EQ(sleeper.sleeps, 4);
  append({"a2"});
  turn_until([&] { return left().empty(); });
  EXPECT_EQ(consumer.done.back(), "a2");
}

TEST_F(AGroup, told_to_finish_ends_what_is_under_way_and_takes_no_more) {
  append({"a1"});
  OneShot<bool> may_end;
  consumer.wait = [&](const std::string&) -> Task<> {
    return [](OneShot<bool>& signal) -> Task<> { co_await signal.wait(); }(may_end);
  };
  tasks.spawn("group", runner->run());
  turn_until([&] { return times_given("a1") == 1; });
  runner->finish();
  append({"b1"});
  EXPECT_EQ(tasks.size(), 1u);
  may_end.set(true);
  EXPECT_TRUE(run(tasks.drain(10s)));
  EXPECT_EQ(consumer.done, Names{"a1"});
  EXPECT_THAT(left(), ElementsAre("b1"));
}

TEST_F(AGroup, told_to_finish_while_it_is_idle_ends_soon) {
  tasks.spawn("group", runner->run());
  turn();
  runner->finish();
  EXPECT_TRUE(run(tasks.drain(10s)));
}

TEST_F(AGroup, told_to_finish_gives_up_waiting_and_commits_nothing_of_the_batch) {
  append({"a1", "a2", "b1"});
  consumer.answer = [](const std::string& name) -> Result<Handled> {
    if (name == "a1") return Consumer::refuse(ErrorKind::unavailable);
    return Handled::applied;
  };
  tasks.spawn("group", runner->run());
  turn_until([&] { return times_given("a1") >= 3; });
  runner->finish();
  EXPECT_TRUE(run(tasks.drain(10s)));
  EXPECT_EQ(times_given("a2"), 0) << "it must not overtake";
  EXPECT_THAT(left(), ElementsAre("a1", "a2", "b1"));
  EXPECT_THAT(bus.buried, IsEmpty());

  consumer.answer = [](const std::string&) { return Handled::applied; };
  runner = make_runner();
  EXPECT_EQ(run_once(), 3u);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(AGroup, told_to_finish_gives_up_a_burial_that_fails) {
  append({"a1"});
  bus.failing_burials = INT_MAX;
  consumer.answer = [](const std::string&) { return Consumer::refuse(ErrorKind::malformed); };
  tasks.spawn("group", runner->run());
  turn_until([&] { return sleeper.sleeps >= 3; });
  runner->finish();
  EXPECT_TRUE(run(tasks.drain(10s)));
  EXPECT_THAT(left(), ElementsAre("a1"));
}

TEST_F(AGroup, ends_when_it_is_cancelled) {
  tasks.spawn("group", runner->run());
  turn();
  run(tasks.stop());
  EXPECT_EQ(tasks.size(), 0u);
}

TEST_F(AGroup, takes_batches_until_all_is_done) {
  Names names;
  for (int n = 1; n <= 200; ++n) names.push_back("abcde"[n % 5] + std::to_string(n));
  append(names);
  std::size_t handled = 0;
  for (auto more = run_once(); more && *more > 0; more = run_once()) handled += *more;
  EXPECT_EQ(handled, 200u);
  std::map<char, std::int64_t> last;
  for (const auto& name : consumer.done) {
    const auto number = std::stoll(name.substr(1));
    EXPECT_GT(number, last[name[0]]);
    last[name[0]] = number;
  }
}

/// The real files: events on the bus's, effects with their inbox rows on the context's.
class AnEffect : public testing::Test, protected test::TestShard {
 protected:
  AnEffect() {
    const sqlite::Migration steps[] = {
        sqlite::effects_migration(),
        {.version = 2,
         .name = "sums",
         .sql = "CREATE TABLE sums (key TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT;"}};
    database = sqlite::Database::open((folder / "context.db").string(), steps, kStart, unexpected()).value();
  }
  static sqlite::OnFailure unexpected() {
    return [](const std::string& what) { ADD_FAILURE() << what; };
  }
  /// Adds the event's number to the sum of its key, once.
  Task<Result<Handled>> add_up(const Event& event) {
    const SaveContext context{.now = kStart, .inbox = InboxEntry{"test.group", event.id}};
    DDD_CO_CHECK(co_await database->writer().write([event, context](sqlite::Connection& connection) -> Result<> {
      connection.execute("INSERT INTO sums VALUES (?1, ?2) ON CONFLICT DO UPDATE SET total = total + excluded.total",
                         event.key, event.sequence);
      return sqlite::write_effects(connection, context, {});
    }));
    co_return Handled::applied;
  }
  Task<Result<Handled>> throw_in_a_job() {
    DDD_CO_CHECK(co_await database->writer().write(
        [](sqlite::Connection&) -> Result<> { throw std::logic_error("a row holds what can't be"); }));
    co_return Handled::applied;
  }
  static Task<Result<Handled>> refuse_for_now() { co_return Refused(store_errors::unavailable()); }
  GroupSubscription subscription() {
    return {.group = "test.group", .topic = "topic", .handle = [this](const CallContext&, const Event& event) {
              return add_up(event);
            }};
  }
  std::int64_t sum_of(const std::string& key) {
    auto row = database->open_reader()->query_once("SELECT total FROM sums WHERE key = ?1", {sqlite::BoundValue(key)});
    return row.next() ? row.integer(0) : 0;
  }

  test::TempFolder folder;
  test::TempLog log;
  test::ManualClock clock;
  test::CountingIds ids;
  test::TurnSleeper sleeper;
  metrics::Registry metrics;
  std::unique_ptr<sqlite::Database> database;
};

TEST_F(AnEffect, happens_once_though_its_event_is_sent_and_delivered_again) {
  const auto path = (folder / "bus.db").string();
  std::vector<Event> events;
  for (int n = 1; n <= 10; ++n) events.push_back(event_of(ids, n % 2 == 0 ? "even" : "odd", n));
  {
    const auto file = EmbeddedBusFile::open(path, kStart, unexpected()).value();
    EmbeddedBus real(*file, context.get_executor());
    test::FlakyBus bus(real);
    ASSERT_TRUE(run(real.append(events)));
    ASSERT_TRUE(run(real.append(events))) << "a relay that died before it had marked";
    bus.failing_commits = 1;
    GroupRunner runner(subscription(), bus, clock, sleeper, metrics, *log.log);
    EXPECT_FALSE(run(runner.run_once(0ms))) << "the process dies between the effects and the commit";
  }
  const auto file = EmbeddedBusFile::open(path, kStart, unexpected()).value();
  EmbeddedBus bus(*file, context.get_executor());
  GroupRunner runner(subscription(), bus, clock, sleeper, metrics, *log.log);
  EXPECT_EQ(run(runner.run_once(0ms)), 20u);
  EXPECT_EQ(sum_of("even"), 2 + 4 + 6 + 8 + 10);
  EXPECT_EQ(sum_of("odd"), 1 + 3 + 5 + 7 + 9);
}

TEST_F(AnEffect, that_breaks_a_rule_of_its_store_ends_as_a_dead_letter_and_holds_up_nobody) {
  const auto file = EmbeddedBusFile::open((folder / "bus.db").string(), kStart, unexpected()).value();
  EmbeddedBus real(*file, context.get_executor());
  test::FlakyBus bus(real);
  ASSERT_TRUE(run(real.append({event_of(ids, "bad", 1), event_of(ids, "bad", 2), event_of(ids, "thrown", 1)})));
  // On this file the first event of "bad" breaks a constraint, and the one of "thrown" what its job takes for granted.
  std::vector<std::string> heard;
  const auto steps = std::vector<sqlite::Migration>{
      sqlite::effects_migration(),
      {.version = 2,
       .name = "sums",
       .sql = "CREATE TABLE sums (key TEXT PRIMARY KEY, total INTEGER NOT NULL CHECK (total <> 1)) STRICT;"}};
  database = sqlite::Database::open((folder / "strict.db").string(), steps, kStart, [&](const std::string& what) {
               heard.push_back(what);
             }).value();
  auto strict = subscription();
  strict.handle = [this](const CallContext&, const Event& event) -> Task<Result<Handled>> {
    if (event.key == "bad") return add_up(event);
    return throw_in_a_job();
  };
  GroupRunner runner(std::move(strict), bus, clock, sleeper, metrics, *log.log);
  EXPECT_EQ(run(runner.run_once(0ms)), 3u);
  ASSERT_EQ(bus.buried.size(), 2u);
  for (const auto& letter : bus.buried) {
    EXPECT_EQ(letter.error_code, "internal");
    EXPECT_EQ(letter.attempts, 5);
    EXPECT_EQ(letter.event.sequence, 1);
  }
  EXPECT_EQ(sum_of("bad"), 2) << "the next one of the key went through";
  EXPECT_GE(sleeper.slept, 2 * (20ms + 40ms + 80ms + 160ms)) << "with longer and longer pauses";
  EXPECT_THAT(heard, testing::Contains(HasSubstr("CHECK constraint failed")));
}

TEST_F(AnEffect, whose_store_is_away_is_repeated_for_as_long_as_it_takes_and_shows_in_the_metrics) {
  const auto file = EmbeddedBusFile::open((folder / "bus.db").string(), kStart, unexpected()).value();
  EmbeddedBus real(*file, context.get_executor());
  test::FlakyBus bus(real);
  ASSERT_TRUE(run(real.append({event_of(ids, "a", 1)})));
  int tries = 0;
  std::string while_away;
  auto away = subscription();
  away.handle = [&](const CallContext&, const Event& event) -> Task<Result<Handled>> {
    if (++tries == 50) while_away = metrics.expose();
    if (tries <= 50) return refuse_for_now();
    return add_up(event);
  };
  sleeper.on_sleep = [&] { clock.at += 10s; };
  GroupRunner runner(std::move(away), bus, clock, sleeper, metrics, *log.log);
  EXPECT_EQ(run(runner.run_once(0ms)), 1u);
  EXPECT_EQ(sum_of("a"), 1);
  EXPECT_THAT(bus.buried, IsEmpty());
  EXPECT_THAT(while_away, HasSubstr("consumer_blocked_seconds{group=\"test.group\",topic=\"topic\"} 480"));
  EXPECT_THAT(metrics.expose(), HasSubstr("consumer_retries_total{group=\"test.group\",topic=\"topic\"} 50"));
  EXPECT_THAT(metrics.expose(), HasSubstr("consumer_blocked_seconds{group=\"test.group\",topic=\"topic\"} 0"));
}

}  // namespace
}  // namespace ddd
