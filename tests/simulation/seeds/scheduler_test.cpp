#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <ddd/platform/async/when_all.hpp>
#include <ddd/simulation/network.hpp>
#include <ddd/simulation/scheduler.hpp>

namespace ddd::simulation::test {
namespace {

using std::chrono::seconds;

/// Counts who is alive.
struct Alive {
  explicit Alive(int& count) : count(count) { ++count; }
  ~Alive() { --count; }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  int& count;
};

Task<> note_after(Scheduler& scheduler, Node node, Micros pause, std::string name, std::vector<std::string>& notes) {
  co_await scheduler.pause(node, pause);
  notes.push_back(std::move(name));
}

void run(Scheduler& scheduler) {
  while (scheduler.step()) {
  }
}

TEST(Scheduler, LetsTimePassOnlyByWhatIsDue) {
  Scheduler scheduler(1);
  std::vector<std::string> notes;
  scheduler.spawn(Node::world, note_after(scheduler, Node::world, seconds(3600), "late", notes));
  scheduler.spawn(Node::world, note_after(scheduler, Node::world, seconds(60), "early", notes));
  run(scheduler);
  EXPECT_THAT(notes, testing::ElementsAre("early", "late"));
  EXPECT_EQ(scheduler.now(), seconds(3600));
}

std::string order_of(std::uint64_t seed) {
  Scheduler scheduler(seed);
  std::vector<std::string> notes;
  for (const auto* name : {"a", "b", "c", "d", "e", "f"}) {
    scheduler.spawn(Node::world, note_after(scheduler, Node::world, seconds(1), name, notes));
  }
  run(scheduler);
  std::string order;
  for (const auto& note : notes) order += note;
  return order;
}

TEST(Scheduler, OrdersWhatIsDueAtOnceByItsSeed) {
  EXPECT_EQ(order_of(7), order_of(7));
  std::set<std::string> orders;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) orders.insert(order_of(seed));
  EXPECT_GT(orders.size(), 10U);
}

Task<> hold(Scheduler& scheduler, Node node, int& alive) {
  const Alive mark(alive);
  co_await scheduler.pause(node, seconds(10));
}

Task<> hold_several(Scheduler& scheduler, Node node, int& alive) {
  const Alive mark(alive);
  std::vector<Task<>> tasks;
  for (int i = 0; i < 3; ++i) tasks.push_back(hold(scheduler, node, alive));
  co_await when_all(std::move(tasks));
}

TEST(Scheduler, KillsEveryTaskOfANodeAndNoOther) {
  Scheduler scheduler(1);
  int dying = 0;
  int staying = 0;
  scheduler.spawn(Node::payment, hold_several(scheduler, Node::payment, dying));
  scheduler.spawn(Node::product, hold(scheduler, Node::product, staying));
  scheduler.step();
  scheduler.step();
  ASSERT_EQ(dying, 4);
  scheduler.kill(Node::payment);
  EXPECT_EQ(dying, 0) << "a task that waits for others goes with them";
  EXPECT_EQ(staying, 1);
  run(scheduler);
  EXPECT_EQ(staying, 0);
}

Task<> fail(Scheduler& scheduler) {
  co_await scheduler.pause(Node::world, seconds(1));
  throw std::logic_error("broken");
}

TEST(Scheduler, HandsOnWhatATaskThrows) {
  Scheduler scheduler(1);
  scheduler.spawn(Node::world, fail(scheduler));
  EXPECT_THROW(run(scheduler), std::logic_error);
}

/// A caller on basket that asks product for a number, which takes product a second.
class Asking : public testing::Test {
 protected:
  Task<> ask(Network::Link link) {
    answer = co_await network.call<int>(Node::basket, Node::product, link, [this] { return work(); });
    answered_at = scheduler.now();
  }
  Task<int> work() {
    co_await scheduler.pause(Node::product, seconds(1));
    co_return ++worked;
  }

  Scheduler scheduler{3};
  Faults faults;
  Statistics statistics;
  Network network{scheduler, faults, statistics};
  std::optional<int> answer;
  Micros answered_at{0};
  int worked = 0;
};

TEST_F(Asking, GetsTheAnswerOfAnotherNode) {
  scheduler.spawn(Node::basket, ask({.patience = seconds(5)}));
  run(scheduler);
  EXPECT_EQ(answer, 1);
}

TEST_F(Asking, GivesUpWhenItsPatienceEndsThoughTheWorkGoesOn) {
  scheduler.spawn(Node::basket, ask({.patience = std::chrono::milliseconds(500)}));
  run(scheduler);
  EXPECT_EQ(answer, std::nullopt);
  EXPECT_LT(answered_at, seconds(1));
  EXPECT_EQ(worked, 1);
}

TEST_F(Asking, HearsAtOnceThatTheOtherNodeDied) {
  scheduler.spawn(Node::basket, ask({.patience = seconds(5)}));
  for (int i = 0; i < 2; ++i) scheduler.step();  // it calls; the call arrives and the work begins
  scheduler.kill(Node::product);
  run(scheduler);
  EXPECT_EQ(answer, std::nullopt);
  EXPECT_EQ(worked, 0);
  EXPECT_LT(answered_at, seconds(1));
}

TEST_F(Asking, IsForgottenWhenItDiesItselfThoughTheWorkGoesOn) {
  scheduler.spawn(Node::basket, ask({.patience = seconds(5)}));
  for (int i = 0; i < 2; ++i) scheduler.step();  // it calls; the call arrives and the work begins
  scheduler.kill(Node::basket);
  run(scheduler);
  EXPECT_EQ(answered_at, Micros(0));
  EXPECT_EQ(answer, std::nullopt);
  EXPECT_EQ(worked, 1);
}

TEST_F(Asking, LosesRequestsAndAnswers) {
  int answered = 0;
  for (int i = 0; i < 200; ++i) {
    answer.reset();
    scheduler.spawn(Node::basket, ask({.patience = seconds(5), .loss = 0.5}));
    run(scheduler);
    if (answer) ++answered;
  }
  EXPECT_LT(answered, 180);
  EXPECT_LT(worked, 180);
  EXPECT_GT(worked, answered) << "some answers are lost after the work was done";
}

}  // namespace
}  // namespace ddd::simulation::test
