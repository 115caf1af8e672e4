#include <gtest/gtest.h>
#include <platform_storage/flaky_bus.hpp>
#include <platform_storage/shard.hpp>

#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/memory_bus/memory_bus.hpp>
#include <ddd/platform/messaging/broadcast.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::event_of;
using test::kStart;
using Numbers = std::vector<std::int64_t>;

class ABroadcast : public testing::Test, protected test::TestShard {
 protected:
  ~ABroadcast() override { run(tasks.stop()); }

  void append(std::int64_t first, std::int64_t last, Timestamp at = kStart) {
    std::vector<Event> events;
    for (auto n = first; n <= last; ++n) events.push_back(event_of(ids, "a", n, "topic", at));
    ASSERT_TRUE(run(memory.append(std::move(events))));
  }
  BroadcastSubscription into(Numbers& heard) {
    return {
        .name = "test", .topic = "topic", .handle = [&heard](const Event& event) { heard.push_back(event.sequence); }};
  }
  BroadcastRunner make() { return {"topic", {into(heard)}, bus, clock}; }

  test::ManualClock clock;
  test::CountingIds ids;
  MemoryBus memory{context.get_executor()};
  test::FlakyBus bus{memory};
  Numbers heard;
  TaskGroup tasks{context.get_executor(), [](std::string_view name, std::exception_ptr) { ADD_FAILURE() << name; }};
};

TEST_F(ABroadcast, catches_up_with_the_last_eleven_minutes) {
  append(1, 1, kStart - 11min - 1us);
  append(2, 2, kStart - 11min);
  append(3, 3, kStart);
  auto runner = make();
  ASSERT_TRUE(run(runner.catch_up()));
  EXPECT_EQ(heard, (Numbers{2, 3}));
}

TEST_F(ABroadcast, catches_up_with_all_there_is_however_much) {
  append(1, 1000);
  auto runner = make();
  ASSERT_TRUE(run(runner.catch_up()));
  EXPECT_EQ(heard.size(), 1000u);
  EXPECT_TRUE(std::ranges::is_sorted(heard));
  ASSERT_TRUE(run(runner.catch_up()));
  EXPECT_EQ(heard.size(), 1000u) << "once";
}

TEST_F(ABroadcast, is_not_ready_while_the_bus_is_away) {
  append(1, 1);
  auto runner = make();
  bus.failing_polls = 1;
  EXPECT_EQ(run(runner.catch_up()).error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(run(runner.catch_up()));
  EXPECT_EQ(heard, Numbers{1});
}

TEST_F(ABroadcast, goes_on_with_what_comes) {
  append(1, 1);
  auto runner = make();
  ASSERT_TRUE(run(runner.catch_up()));
  tasks.spawn("broadcast", runner.run());
  append(2, 2);
  turn_until([&] { return heard.size() == 2; });
  append(3, 4);
  turn_until([&] { return heard.size() == 4; });
  run(tasks.stop());
  EXPECT_EQ(heard, (Numbers{1, 2, 3, 4}));
}

TEST_F(ABroadcast, reaches_every_subscription_and_every_runner) {
  Numbers second, elsewhere;
  BroadcastRunner both("topic", {into(heard), into(second)}, bus, clock);
  BroadcastRunner other("topic", {into(elsewhere)}, bus, clock);
  append(1, 2);
  ASSERT_TRUE(run(both.catch_up()));
  ASSERT_TRUE(run(other.catch_up()));
  EXPECT_EQ(heard, (Numbers{1, 2}));
  EXPECT_EQ(second, heard);
  EXPECT_EQ(elsewhere, heard);
}

TEST_F(ABroadcast, leaves_the_shard_to_others_while_the_bus_fails_and_recovers) {
  auto runner = make();
  append(1, 1);
  bus.failing_polls = 1'000'000;
  tasks.spawn("broadcast", runner.run());
  turn();
  EXPECT_LE(bus.polls, 2) << "it pauses after a failure";
  bus.failing_polls = 0;
  turn_until([&] { return heard == Numbers{1}; });
}

}  // namespace
}  // namespace ddd
