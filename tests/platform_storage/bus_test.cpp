#include <thread>

#include <gtest/gtest.h>
#include <platform_storage/shard.hpp>

#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/memory_bus/memory_bus.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::event_of;
using test::kStart;

/// A bus of one kind as one shard sees it.
class BusWorld {
 public:
  virtual ~BusWorld() = default;
  virtual EventBus& bus() = 0;
  /// "offset error attempts" of each letter.
  virtual std::vector<std::string> dead_letters() = 0;
};

class MemoryWorld final : public BusWorld {
 public:
  explicit MemoryWorld(ShardExecutor executor) : bus_(executor) {}
  EventBus& bus() override { return bus_; }
  std::vector<std::string> dead_letters() override {
    std::vector<std::string> letters;
    for (const auto& letter : bus_.dead_letters()) {
      letters.push_back(letter.group + " " + letter.topic + " " + std::to_string(letter.offset) + " " +
                        letter.error_code + " " + std::to_string(letter.attempts));
    }
    return letters;
  }

 private:
  MemoryBus bus_;
};

std::unique_ptr<EmbeddedBusFile> open_file(const std::string& path) {
  return EmbeddedBusFile::open(path, kStart, [](const std::string& what) { ADD_FAILURE() << what; }).value();
}

std::vector<std::string> letters_in(EmbeddedBusFile& file) {
  std::vector<std::string> letters;
  const auto reader = file.database().open_reader();
  auto row = reader->query(
      "SELECT consumer_group || ' ' || topic || ' ' || offset || ' ' || error_code || ' ' || attempts FROM "
      "dead_letters "
      "ORDER BY row");
  while (row.next()) letters.push_back(row.string(0));
  return letters;
}

class EmbeddedWorld final : public BusWorld {
 public:
  explicit EmbeddedWorld(ShardExecutor executor)
      : file_(open_file((folder_ / "bus.db").string())), bus_(*file_, executor) {}
  EventBus& bus() override { return bus_; }
  std::vector<std::string> dead_letters() override { return letters_in(*file_); }

 private:
  test::TempFolder folder_;
  std::unique_ptr<EmbeddedBusFile> file_;
  EmbeddedBus bus_;
};

struct BusKind {
  std::string name;
  std::unique_ptr<BusWorld> (*make)(ShardExecutor);
};

using Numbers = std::vector<std::int64_t>;

/// Readers and events for a test of either bus.
class BusTest : protected test::TestShard {
 protected:
  Event event(std::string key, std::int64_t sequence, Timestamp time = kStart) {
    return event_of(ids, std::move(key), sequence, "topic", time);
  }
  std::vector<Event> events(std::int64_t first, std::int64_t last) {
    std::vector<Event> made;
    for (auto n = first; n <= last; ++n) made.push_back(event("key-" + std::to_string(n % 3), n));
    return made;
  }
  void append(EventBus& bus, std::vector<Event> what) { ASSERT_TRUE(run(bus.append(std::move(what)))); }

  std::vector<Delivered> poll(BusReader& reader, std::size_t limit = 100) {
    return run(reader.poll(limit, 0ms)).value();
  }
  /// The sequences of everything that is there.
  Numbers drain(BusReader& reader, std::size_t limit = 100) {
    Numbers sequences;
    for (auto batch = poll(reader, limit); !batch.empty(); batch = poll(reader, limit)) {
      for (const auto& delivered : batch) sequences.push_back(delivered.event.sequence);
    }
    return sequences;
  }
  static Numbers sequences_of(const std::vector<Delivered>& batch) {
    Numbers sequences;
    for (const auto& delivered : batch) sequences.push_back(delivered.event.sequence);
    return sequences;
  }

  test::CountingIds ids;
};

class AnEventBus : public testing::TestWithParam<BusKind>, protected BusTest {
 protected:
  std::unique_ptr<BusReader> open(std::string group = "group") { return bus().open(std::move(group), "topic"); }
  EventBus& bus() { return world->bus(); }

  std::unique_ptr<BusWorld> world = GetParam().make(context.get_executor());
};
INSTANTIATE_TEST_SUITE_P(Every, AnEventBus,
                         testing::Values(BusKind{"memory",
                                                 [](ShardExecutor executor) -> std::unique_ptr<BusWorld> {
                                                   return std::make_unique<MemoryWorld>(executor);
                                                 }},
                                         BusKind{"embedded",
                                                 [](ShardExecutor executor) -> std::unique_ptr<BusWorld> {
                                                   return std::make_unique<EmbeddedWorld>(executor);
                                                 }}),
                         [](const auto& info) { return info.param.name; });

TEST_P(AnEventBus, delivers_events_as_they_were_in_the_order_of_the_appends) {
  const auto first = events(1, 3);
  const auto second = events(4, 5);
  append(bus(), first);
  append(bus(), second);
  const auto batch = poll(*open());
  ASSERT_EQ(batch.size(), 5u);
  EXPECT_EQ(batch[0].event, first[0]);
  EXPECT_EQ(batch[2].event, first[2]);
  EXPECT_EQ(batch[4].event, second[1]);
  for (std::size_t i = 0; i < batch.size(); ++i) EXPECT_EQ(batch[i].offset, static_cast<std::int64_t>(i) + 1);
}

TEST_P(AnEventBus, counts_every_topic_by_itself) {
  append(bus(), {event_of(ids, "a", 1, "one"), event_of(ids, "a", 2, "two"), event_of(ids, "a", 3, "one")});
  const auto one = bus().open("group", "one");
  const auto batch = poll(*one);
  EXPECT_EQ(sequences_of(batch), (Numbers{1, 3}));
  EXPECT_EQ(batch[1].offset, 2);
  EXPECT_EQ(drain(*bus().open("group", "two")), Numbers{2});
  EXPECT_EQ(drain(*bus().open("group", "none")), Numbers{});
}

TEST_P(AnEventBus, delivers_at_most_as_many_as_were_asked_for_and_goes_on_behind_them) {
  append(bus(), events(1, 5));
  const auto reader = open();
  EXPECT_EQ(sequences_of(poll(*reader, 2)), (Numbers{1, 2}));
  EXPECT_EQ(sequences_of(poll(*reader, 2)), (Numbers{3, 4}));
  EXPECT_EQ(sequences_of(poll(*reader, 2)), Numbers{5});
  EXPECT_TRUE(poll(*reader).empty());
  append(bus(), events(6, 6));
  EXPECT_EQ(drain(*reader), Numbers{6});
}

TEST_P(AnEventBus, starts_a_new_group_at_the_oldest_event) {
  append(bus(), events(1, 2));
  const auto early = open("early");
  drain(*early);
  ASSERT_TRUE(run(early->commit(2)));
  EXPECT_EQ(drain(*open("late")), (Numbers{1, 2}));
}

TEST_P(AnEventBus, keeps_every_groups_place_apart_and_beyond_its_reader) {
  append(bus(), events(1, 4));
  {
    const auto reader = open("a");
    poll(*reader, 3);
    ASSERT_TRUE(run(reader->commit(3)));
  }
  EXPECT_EQ(drain(*open("a")), Numbers{4});
  EXPECT_EQ(drain(*open("b")), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(drain(*bus().open("a", "other topic")), Numbers{});
}

TEST_P(AnEventBus, delivers_again_what_a_reader_that_is_gone_did_not_commit) {
  append(bus(), events(1, 4));
  {
    const auto reader = open();
    poll(*reader, 2);
    ASSERT_TRUE(run(reader->commit(1)));
    poll(*reader, 2);
  }
  EXPECT_EQ(drain(*open()), (Numbers{2, 3, 4}));
}

TEST_P(AnEventBus, delivers_again_from_the_committed_place_after_a_rewind) {
  append(bus(), events(1, 4));
  const auto reader = open();
  drain(*reader);
  reader->rewind();
  EXPECT_EQ(drain(*reader), (Numbers{1, 2, 3, 4}));
  ASSERT_TRUE(run(reader->commit(3)));
  reader->rewind();
  EXPECT_EQ(drain(*reader), Numbers{4});
}

TEST_P(AnEventBus, never_takes_a_commit_back) {
  append(bus(), events(1, 4));
  const auto reader = open();
  drain(*reader);
  ASSERT_TRUE(run(reader->commit(3)));
  ASSERT_TRUE(run(reader->commit(1)));
  reader->rewind();
  EXPECT_EQ(drain(*reader), Numbers{4});
  EXPECT_EQ(drain(*open()), Numbers{4});
}

TEST_P(AnEventBus, keeps_what_is_appended_twice_twice) {
  const auto same = event("a", 1);
  append(bus(), {same});
  append(bus(), {same});
  EXPECT_EQ(drain(*open()), (Numbers{1, 1})) << "who reads tells them apart by their id";
}

TEST_P(AnEventBus, gives_nothing_when_the_time_is_over) {
  const auto reader = open();
  EXPECT_TRUE(run(reader->poll(10, 1ms))->empty());
}

TEST_P(AnEventBus, wakes_who_waits_for_the_next_event) {
  const auto reader = open();
  const auto waiting = start(reader->poll(10, 1h));
  EXPECT_FALSE(waiting->has_value());
  append(bus(), events(1, 1));
  EXPECT_EQ(sequences_of(wait_for(waiting).value()), Numbers{1});
}

TEST_P(AnEventBus, delivers_to_several_readers_at_once) {
  const auto a = open("a");
  const auto b = open("b");
  const auto replay = bus().replay("topic", kStart);
  const auto waiting_a = start(a->poll(10, 1h));
  const auto waiting_b = start(b->poll(10, 1h));
  const auto waiting_replay = start(replay->poll(10, 1h));
  append(bus(), events(1, 2));
  EXPECT_EQ(sequences_of(wait_for(waiting_a).value()), (Numbers{1, 2}));
  EXPECT_EQ(sequences_of(wait_for(waiting_b).value()), (Numbers{1, 2}));
  EXPECT_EQ(sequences_of(wait_for(waiting_replay).value()), (Numbers{1, 2}));
}

TEST_P(AnEventBus, replays_from_a_point_in_time_on) {
  append(bus(), {event("a", 1, kStart), event("b", 2, kStart + 1h), event("c", 3, kStart + 2h)});
  EXPECT_EQ(drain(*bus().replay("topic", kStart - 1h)), (Numbers{1, 2, 3}));
  EXPECT_EQ(drain(*bus().replay("topic", kStart + 1h)), (Numbers{2, 3}));
  EXPECT_EQ(drain(*bus().replay("topic", kStart + 1h + 1us)), Numbers{3});
  const auto future = bus().replay("topic", kStart + 3h);
  EXPECT_EQ(drain(*future), Numbers{});
  append(bus(), {event("d", 4, kStart + 2h)});
  EXPECT_EQ(drain(*future), Numbers{4}) << "whatever comes from here on";
  EXPECT_EQ(drain(*bus().replay("nothing", kStart)), Numbers{});
}

TEST_P(AnEventBus, replays_no_less_because_a_clock_went_back) {
  append(bus(), {event("a", 1, kStart), event("b", 2, kStart + 2h), event("c", 3, kStart + 1h), event("d", 4, kStart)});
  EXPECT_EQ(drain(*bus().replay("topic", kStart + 2h)), (Numbers{2, 3, 4}));
}

TEST_P(AnEventBus, remembers_no_place_of_a_replay) {
  append(bus(), events(1, 2));
  drain(*bus().replay("topic", kStart));
  EXPECT_EQ(drain(*bus().replay("topic", kStart)), (Numbers{1, 2}));
  EXPECT_EQ(drain(*open()), (Numbers{1, 2}));
}

TEST_P(AnEventBus, buries_an_event_once_for_a_group) {
  const DeadLetter letter{.group = "group",
                          .topic = "topic",
                          .offset = 3,
                          .event = event("a", 1),
                          .error_code = "test.poison",
                          .error_message = "No.",
                          .attempts = 5,
                          .failed_at = kStart};
  ASSERT_TRUE(run(bus().bury(letter)));
  auto again = letter;
  again.attempts = 9;
  EXPECT_TRUE(run(bus().bury(again)));
  auto other = letter;
  other.group = "other";
  ASSERT_TRUE(run(bus().bury(other)));
  EXPECT_EQ(world->dead_letters(),
            (std::vector<std::string>{"group topic 3 test.poison 5", "other topic 3 test.poison 5"}));
}

class TheBusFile : public testing::Test, protected BusTest {
 protected:
  void reopen() {
    bus.reset();
    file.reset();
    file = open_file((folder / "bus.db").string());
    bus = std::make_unique<EmbeddedBus>(*file, context.get_executor());
  }

  test::TempFolder folder;
  std::unique_ptr<EmbeddedBusFile> file = open_file((folder / "bus.db").string());
  std::unique_ptr<EmbeddedBus> bus = std::make_unique<EmbeddedBus>(*file, context.get_executor());
};

TEST_F(TheBusFile, keeps_events_places_and_dead_letters_over_a_restart) {
  append(*bus, events(1, 4));
  {
    const auto reader = bus->open("group", "topic");
    poll(*reader, 3);
    ASSERT_TRUE(run(reader->commit(2)));
  }
  ASSERT_TRUE(run(bus->bury({.group = "group",
                             .topic = "topic",
                             .offset = 1,
                             .event = event("a", 1),
                             .error_code = "test.poison",
                             .attempts = 5,
                             .failed_at = kStart})));
  reopen();
  EXPECT_EQ(drain(*bus->open("group", "topic")), (Numbers{3, 4}));
  EXPECT_EQ(drain(*bus->open("another", "topic")), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(letters_in(*file), std::vector<std::string>{"group topic 1 test.poison 5"});
  append(*bus, events(5, 5));
  const auto batch = poll(*bus->open("late", "topic"));
  EXPECT_EQ(batch.back().offset, 5) << "offsets go on";
}

TEST_F(TheBusFile, serves_every_shard_from_one_log) {
  constexpr int kShards = 4, kEach = 50;
  std::vector<std::thread> shards;
  for (int shard = 0; shard < kShards; ++shard) {
    shards.emplace_back([&, shard] {
      test::TestShard own;
      EmbeddedBus its_bus(*file, own.context.get_executor());
      const auto reader = its_bus.open("group-" + std::to_string(shard), "topic");
      for (int n = 1; n <= kEach; ++n) {
        EXPECT_TRUE(own.run(its_bus.append({event("shard-" + std::to_string(shard), n)})));
      }
      std::map<std::string, std::int64_t> last;
      std::int64_t offset = 0;
      while (offset < kShards * kEach) {
        const auto batch = own.run(reader->poll(64, 10s));
        for (const auto& delivered : *batch) {
          EXPECT_EQ(delivered.offset, ++offset) << "no gap";
          EXPECT_EQ(delivered.event.sequence, ++last[delivered.event.key]) << "in the order of its key";
        }
        EXPECT_TRUE(own.run(reader->commit(offset)));
      }
    });
  }
  for (auto& shard : shards) shard.join();
}

TEST_F(TheBusFile, that_is_damaged_is_refused_like_any_database) {
  folder.write("other.db", "no database, but long enough to be taken for one");
  const auto refused = EmbeddedBusFile::open((folder / "other.db").string(), kStart, nullptr);
  EXPECT_EQ(refused.error().code, "store.cannot_open");
}

}  // namespace
}  // namespace ddd
