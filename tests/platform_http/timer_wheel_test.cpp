#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <ddd/platform/http/timer_wheel.hpp>

namespace ddd::http {
namespace {

using std::chrono::seconds;

class Waiting final : public TimerWheel::Entry {
 public:
  int timeouts = 0;

 private:
  void on_timeout() override { ++timeouts; }
};

void pass(TimerWheel& wheel, int ticks) {
  for (int i = 0; i < ticks; ++i) wheel.tick();
}

TEST(TimerWheel, ends_a_limit_after_it_and_within_a_second_more) {
  TimerWheel wheel;
  Waiting waiting;
  wheel.arm(waiting, seconds(3));
  pass(wheel, 3);
  EXPECT_EQ(waiting.timeouts, 0);
  wheel.tick();
  EXPECT_EQ(waiting.timeouts, 1);
  pass(wheel, 500);
  EXPECT_EQ(waiting.timeouts, 1);
}

TEST(TimerWheel, moves_a_limit_both_ways) {
  TimerWheel wheel;
  Waiting waiting;
  wheel.arm(waiting, seconds(10));
  pass(wheel, 8);
  wheel.arm(waiting, seconds(10));
  pass(wheel, 10);
  EXPECT_EQ(waiting.timeouts, 0);
  wheel.arm(waiting, seconds(60));
  wheel.arm(waiting, seconds(1));
  pass(wheel, 2);
  EXPECT_EQ(waiting.timeouts, 1);
}

TEST(TimerWheel, forgets_what_is_disarmed_or_gone) {
  TimerWheel wheel;
  Waiting disarmed;
  auto gone = std::make_unique<Waiting>();
  wheel.arm(disarmed, seconds(2));
  wheel.arm(*gone, seconds(2));
  wheel.disarm(disarmed);
  gone.reset();
  pass(wheel, 300);
  EXPECT_EQ(disarmed.timeouts, 0);
  wheel.arm(disarmed, seconds(0));
  wheel.tick();
  EXPECT_EQ(disarmed.timeouts, 1);
}

TEST(TimerWheel, keeps_limits_longer_than_its_circumference) {
  TimerWheel wheel;
  Waiting waiting;
  wheel.arm(waiting, seconds(1000));
  pass(wheel, 1000);
  EXPECT_EQ(waiting.timeouts, 0);
  wheel.tick();
  EXPECT_EQ(waiting.timeouts, 1);
}

TEST(TimerWheel, holds_many) {
  TimerWheel wheel;
  std::vector<std::unique_ptr<Waiting>> all;
  for (int i = 0; i < 5000; ++i) wheel.arm(*all.emplace_back(std::make_unique<Waiting>()), seconds(i % 300));
  for (int second = 1; second <= 300; ++second) {
    wheel.tick();
    for (int i = 0; i < 5000; ++i) ASSERT_EQ(all[static_cast<std::size_t>(i)]->timeouts, i % 300 < second ? 1 : 0);
  }
}

}  // namespace
}  // namespace ddd::http
