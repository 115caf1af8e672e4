#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_storage/consumer.hpp>
#include <platform_storage/temp_log.hpp>

#include <ddd/platform/embedded_bus/dead_letters.hpp>
#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/messaging/group_runner.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::Consumer;
using test::event_of;
using test::kStart;
using testing::HasSubstr;
using testing::IsEmpty;
using Names = std::vector<std::string>;

/// A process with one consumer on a bus file, and an operator who opens the same file beside it.
class ADeadLetter : public testing::Test, protected test::TestShard {
 protected:
  ADeadLetter() {
    consumer.answer = [this](const std::string& name) { return answer_to(name); };
  }

  Result<Handled> answer_to(const std::string& name) const {
    if (std::ranges::find(poison, name) != poison.end()) return Consumer::refuse(ErrorKind::conflict, "test.poison");
    return Handled::applied;
  }
  void append(const Names& names) {
    std::vector<Event> events;
    for (const auto& name : names) events.push_back(event_of(ids, name.substr(0, 1), std::stoll(name.substr(1))));
    ASSERT_TRUE(run(bus.append(std::move(events))));
  }
  /// What the consumer was given in one batch.
  Names given_next() {
    consumer.given.clear();
    EXPECT_TRUE(run(runner->run_once(0ms)));
    return consumer.given;
  }
  std::unique_ptr<GroupRunner> make_runner(std::string group = "test.group") {
    return std::make_unique<GroupRunner>(consumer.subscription(std::move(group)), bus, clock, sleeper, metrics,
                                         *log.log);
  }
  DeadLetterBox box() { return DeadLetterBox::open(path).value(); }
  std::vector<StoredLetter> letters(LetterFilter filter = {}) { return box().list(filter, 100).value(); }
  static Names names_of(const std::vector<StoredLetter>& letters) {
    Names names;
    for (const auto& each : letters) names.push_back(Consumer::name_of(each.letter.event));
    return names;
  }
  Result<std::vector<StoredLetter>> redrive(LetterFilter filter = {}) {
    return box().redrive(filter, 100, kStart + 2h, false);
  }

  test::TempFolder folder;
  std::string path = (folder / "bus.db").string();
  test::TempLog log;
  test::ManualClock clock;
  test::CountingIds ids;
  test::TurnSleeper sleeper;
  metrics::Registry metrics;
  std::unique_ptr<EmbeddedBusFile> file =
      EmbeddedBusFile::open(path, kStart, [](const std::string& what) { ADD_FAILURE() << what; }).value();
  EmbeddedBus bus{*file, context.get_executor()};
  Consumer consumer;
  Names poison;
  std::unique_ptr<GroupRunner> runner = make_runner();
};

TEST_F(ADeadLetter, tells_the_operator_what_happened_and_what_overtook_it) {
  poison = {"a1"};
  append({"a1", "b1", "a2", "a3"});
  clock.at = kStart + 1h;
  given_next();
  append({"a4"});
  const auto found = letters();
  ASSERT_EQ(found.size(), 1u);
  const auto& letter = found[0];
  EXPECT_EQ(letter.number, 1);
  EXPECT_EQ(letter.state, LetterState::dead);
  EXPECT_EQ(letter.letter.group, "test.group");
  EXPECT_EQ(letter.letter.topic, "topic");
  EXPECT_EQ(letter.letter.offset, 1);
  EXPECT_EQ(letter.letter.event.type, "ddd.test.happened.v1");
  EXPECT_EQ(letter.letter.event.data, R"({"text":"it's \"quoted\" \u00eb"})");
  EXPECT_EQ(letter.letter.error_code, "test.poison");
  EXPECT_EQ(letter.letter.attempts, 5);
  EXPECT_EQ(letter.letter.failed_at, kStart + 1h);
  EXPECT_EQ(letter.overtaken_by, 2) << "a2 and a3; a4 was not handled yet";
}

TEST_F(ADeadLetter, is_found_by_group_type_key_and_number) {
  poison = {"a1", "b1"};
  append({"a1", "b1"});
  given_next();
  runner = make_runner("other.group");
  given_next();
  EXPECT_EQ(letters().size(), 4u);
  EXPECT_EQ(names_of(letters({.group = "other.group"})), (Names{"a1", "b1"}));
  EXPECT_EQ(letters({.type = "ddd.test.happened.v1"}).size(), 4u);
  EXPECT_THAT(letters({.type = "ddd.test.other.v1"}), IsEmpty());
  EXPECT_EQ(names_of(letters({.key = "b"})), (Names{"b1", "b1"}));
  EXPECT_EQ(names_of(letters({.numbers = {2, 3}})), (Names{"b1", "a1"}));
  EXPECT_EQ(box().list({}, 3)->size(), 3u);
}

TEST_F(ADeadLetter, is_delivered_again_to_its_own_group_alone_before_what_is_new) {
  poison = {"a1", "a2"};
  append({"a1", "a2", "b1"});
  given_next();
  auto other = make_runner("other.group");
  poison = {};
  ASSERT_TRUE(run(other->run_once(0ms)));
  append({"a3"});

  EXPECT_EQ(names_of(redrive().value()), (Names{"a1", "a2"}));
  EXPECT_EQ(letters()[0].state, LetterState::redriving);
  EXPECT_EQ(letters()[0].redriven_at, kStart + 2h);
  EXPECT_EQ(given_next(), (Names{"a1", "a2"})) << "in the order of the topic, in a batch of their own";
  EXPECT_EQ(given_next(), Names{"a3"});
  EXPECT_THAT(given_next(), IsEmpty());
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(letters({.settled = true})[0].state, LetterState::redriven);

  consumer.given.clear();
  ASSERT_TRUE(run(other->run_once(0ms)));
  EXPECT_EQ(consumer.given, Names{"a3"}) << "the other group had them and gets them no second time";
}

TEST_F(ADeadLetter, that_is_redriven_without_a_process_waits_for_the_next_one) {
  poison = {"a1"};
  append({"a1", "a2"});
  given_next();
  runner.reset();
  ASSERT_TRUE(redrive());
  poison = {};
  runner = make_runner();
  EXPECT_EQ(given_next(), Names{"a1"});
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_THAT(given_next(), IsEmpty());
}

TEST_F(ADeadLetter, that_fails_again_is_dead_again_with_all_its_tries) {
  poison = {"a1", "a2"};
  append({"a1", "a2"});
  given_next();
  ASSERT_TRUE(redrive());
  poison = {"a1"};
  clock.at = kStart + 3h;
  given_next();
  const auto left = letters();
  ASSERT_EQ(left.size(), 1u) << "a2 went through";
  EXPECT_EQ(left[0].state, LetterState::dead);
  EXPECT_EQ(left[0].letter.attempts, 10);
  EXPECT_EQ(left[0].letter.failed_at, kStart + 3h);
  EXPECT_THAT(given_next(), IsEmpty()) << "and is not tried again by itself";
}

TEST_F(ADeadLetter, is_delivered_again_when_the_process_died_before_it_had_settled_it) {
  poison = {"a1"};
  append({"a1"});
  given_next();
  ASSERT_TRUE(redrive());
  const auto reader = bus.open("test.group", "topic");
  ASSERT_EQ(run(reader->poll(10, 0ms))->size(), 1u) << "and it dies here";
  poison = {};
  EXPECT_EQ(given_next(), Names{"a1"});
  EXPECT_THAT(letters(), IsEmpty());
}

TEST_F(ADeadLetter, does_not_overtake_an_older_one_of_its_key) {
  poison = {"a1", "a2", "b1"};
  append({"a1", "b1", "a2"});
  given_next();
  const auto numbers = [&](const std::string& name) {
    for (const auto& each : letters()) {
      if (Consumer::name_of(each.letter.event) == name) return std::vector{each.number};
    }
    return std::vector<std::int64_t>{};
  };
  const auto refused = redrive({.numbers = numbers("a2")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "dead_letter.older_first");
  EXPECT_THAT(refused.error().message, HasSubstr("redrive both at once"));
  EXPECT_EQ(letters({.key = "a"})[1].state, LetterState::dead) << "nothing of a refused order is done";
  EXPECT_TRUE(redrive({.numbers = numbers("b1")})) << "another key is another matter";
  ASSERT_TRUE(box().discard({.numbers = numbers("a1")}, 100, "sold by hand", kStart + 1h, false));
  EXPECT_TRUE(redrive({.numbers = numbers("a2")}));
}

TEST_F(ADeadLetter, that_is_discarded_is_kept_with_the_reason_and_never_delivered) {
  poison = {"a1"};
  append({"a1"});
  given_next();
  poison = {};
  ASSERT_EQ(box().discard({.key = "a"}, 100, "sold by hand", kStart + 1h, false)->size(), 1u);
  EXPECT_THAT(letters(), IsEmpty());
  const auto kept = letters({.settled = true});
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].state, LetterState::discarded);
  EXPECT_EQ(kept[0].discarded_at, kStart + 1h);
  EXPECT_EQ(kept[0].discard_reason, "sold by hand");
  EXPECT_THAT(given_next(), IsEmpty());
  EXPECT_EQ(redrive({.numbers = {1}}).error().code, "dead_letter.settled");
  EXPECT_THAT(redrive().value(), IsEmpty()) << "all that wait are none";
}

TEST_F(ADeadLetter, stays_as_it_is_in_a_dry_run) {
  poison = {"a1"};
  append({"a1"});
  given_next();
  EXPECT_EQ(names_of(box().redrive({}, 100, kStart, true).value()), Names{"a1"});
  EXPECT_EQ(names_of(box().discard({}, 100, "why", kStart, true).value()), Names{"a1"});
  EXPECT_EQ(letters()[0].state, LetterState::dead);
  EXPECT_FALSE(letters()[0].redriven_at);
}

TEST_F(ADeadLetter, that_is_not_there_is_told) {
  EXPECT_EQ(redrive({.numbers = {7}}).error().code, "dead_letter.not_found");
  EXPECT_EQ(box().discard({.numbers = {7}}, 100, "why", kStart, false).error().code, "dead_letter.not_found");
}

TEST_F(ADeadLetter, does_not_count_as_lag_when_it_is_redriven) {
  poison = {"a1"};
  append({"a1"});
  given_next();
  const auto before = metrics.expose();
  clock.at = kStart + 48h;
  ASSERT_TRUE(redrive());
  poison = {};
  given_next();
  EXPECT_THAT(metrics.expose(), HasSubstr("consumer_lag_seconds{group=\"test.group\",topic=\"topic\"} 0"));
}

TEST(ABoxOfDeadLetters, is_that_of_a_bus_of_this_release) {
  test::TempFolder folder;
  const auto path = (folder / "bus.db").string();
  EXPECT_EQ(DeadLetterBox::open(path).error().code, "store.cannot_open");
  EXPECT_FALSE(std::filesystem::exists(path)) << "looking makes no file";
  const auto first = EmbeddedBusFile::migrations().first(1);
  ASSERT_TRUE(sqlite::Database::open(path, first, kStart, nullptr));
  const auto refused = DeadLetterBox::open(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.schema_other");
  EXPECT_THAT(refused.error().message, HasSubstr("start the shop once"));
  folder.write("bus.db", std::string(5000, 'x'));
  EXPECT_EQ(DeadLetterBox::open(path).error().code, "store.cannot_open");
}

}  // namespace
}  // namespace ddd
