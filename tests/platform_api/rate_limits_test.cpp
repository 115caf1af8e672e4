#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/api/address_limits.hpp>
#include <ddd/platform/api/queue_watch.hpp>
#include <ddd/platform/api/rate_table.hpp>

namespace ddd::api {
namespace {

using namespace std::chrono_literals;

constexpr RateTable::Time kNow{1h};

TEST(ARateTable, admits_the_quota_at_once_and_then_as_fast_as_the_bucket_fills) {
  RateTable table({.quota = 3, .window = 30s});
  for (int left = 2; left >= 0; --left) {
    const auto taken = table.take(7, kNow);
    EXPECT_TRUE(taken.admitted);
    EXPECT_EQ(taken.remaining, left);
  }
  const auto refused = table.take(7, kNow);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_in, 10s);
  EXPECT_EQ(refused.full_in, 30s);
  EXPECT_FALSE(table.take(7, kNow + 10s - 1ns).admitted);
  EXPECT_TRUE(table.take(7, kNow + 10s).admitted);
  EXPECT_FALSE(table.take(7, kNow + 10s).admitted) << "a refusal costs nothing, and neither does it give anything";
}

TEST(ARateTable, counts_keys_apart) {
  RateTable table({.quota = 1, .window = 1s});
  EXPECT_TRUE(table.take(1, kNow).admitted);
  EXPECT_TRUE(table.take(2, kNow).admitted);
  EXPECT_FALSE(table.take(1, kNow).admitted);
}

TEST(ARateTable, forgets_the_fullest_buckets_when_there_is_no_room) {
  RateTable table({.quota = 10, .window = 10s}, 1);  // room for eight keys
  for (int times = 0; times < 10; ++times) EXPECT_TRUE(table.take(1, kNow).admitted);
  for (std::uint64_t key = 2; key < 1000; ++key) EXPECT_TRUE(table.take(key, kNow).admitted);
  EXPECT_FALSE(table.take(1, kNow).admitted) << "the busiest one is remembered";
}

RC_GTEST_PROP(ARateTable, never_admits_more_than_the_quota_and_what_was_filled, ()) {
  const auto quota = *rc::gen::inRange(1, 20);
  const auto pauses = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400));
  RateTable table({.quota = quota, .window = 1s});
  auto now = kNow;
  int admitted = 0;
  for (const auto pause : pauses) {
    now += std::chrono::milliseconds(pause);
    const auto taken = table.take(7, now);
    RC_ASSERT(taken.remaining >= 0 && taken.remaining <= quota);
    if (!taken.admitted) RC_ASSERT(taken.retry_in > 0ns && taken.retry_in <= RateTable::Duration(1s) / quota);
    admitted += taken.admitted ? 1 : 0;
    const auto filled = std::chrono::duration<double>(now - kNow).count() * quota;
    RC_ASSERT(admitted <= quota + filled + 1e-3);
  }
}

Route usual() {
  return {.path = "/things"};
}
Route login() {
  return {.method = http::Method::post, .path = "/login", .rate = RateClass::login};
}

TEST(AddressLimits, bound_all_requests_and_logins_besides) {
  auto now = kNow;
  AddressLimits limits({.requests_per_second = 3, .logins_per_minute = 2}, [&] { return now; });
  EXPECT_EQ(limits.admit(login(), "192.0.2.1").allowance.policy, "logins");
  const auto second = limits.admit(login(), "192.0.2.1");
  EXPECT_FALSE(second.refusal);
  EXPECT_EQ(second.allowance.remaining, 0);
  const auto third = limits.admit(login(), "192.0.2.1");
  ASSERT_TRUE(third.refusal);
  EXPECT_EQ(third.refusal->code, "http.too_many_requests");
  EXPECT_EQ(third.refusal->kind, ErrorKind::too_many);
  EXPECT_EQ(third.refusal->retry_after_seconds, 30);
  EXPECT_TRUE(limits.admit(usual(), "192.0.2.1").refusal) << "logins are requests too";
  EXPECT_FALSE(limits.admit(login(), "192.0.2.2").refusal);
  now += 1s;
  const auto other = limits.admit(usual(), "192.0.2.1");
  EXPECT_FALSE(other.refusal);
  EXPECT_EQ(other.allowance.policy, "requests");
  EXPECT_EQ(other.allowance.quota, 3);
  EXPECT_EQ(other.allowance.window, 1s);
}

TEST(AddressLimits, say_to_come_back_in_whole_seconds_of_which_there_is_at_least_one) {
  AddressLimits limits({.requests_per_second = 1000}, [] { return kNow; });
  RateLimit::Verdict last;
  for (int i = 0; i < 1001; ++i) last = limits.admit(usual(), "192.0.2.1");
  ASSERT_TRUE(last.refusal);
  EXPECT_EQ(last.refusal->retry_after_seconds, 1);
}

TEST(AddressLimits, are_off_at_zero) {
  AddressLimits limits({}, [] { return kNow; });
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(limits.admit(login(), "192.0.2.1").refusal);
  EXPECT_EQ(limits.admit(login(), "192.0.2.1").allowance.policy, "");
}

TEST(AddressLimits, let_a_provider_through_that_signs_what_it_sends) {
  AddressLimits limits({.requests_per_second = 1}, [] { return kNow; });
  Route webhook = usual();
  webhook.access = Access::provider;
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(limits.admit(webhook, "192.0.2.1").refusal);
}

TEST(AddressLimits, take_an_ipv6_network_for_one_client) {
  EXPECT_EQ(limited_address("2001:db8:1:2:3:4:5:6"), limited_address("2001:db8:1:2::1"));
  EXPECT_NE(limited_address("2001:db8:1:2::1"), limited_address("2001:db8:1:3::1"));
  EXPECT_EQ(limited_address("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(limited_address("192.0.2.1"), "192.0.2.1");
}

TEST(AQueueWatch, calls_a_queue_too_long_when_even_the_shortest_wait_of_an_interval_was) {
  QueueWatch watch({.target = 100ms, .interval = 500ms});
  watch.observe(kNow, 2s);
  EXPECT_FALSE(watch.overloaded()) << "one burst is no overload";
  watch.observe(kNow + 499ms, 2s);
  EXPECT_FALSE(watch.overloaded());
  watch.observe(kNow + 500ms, 100ms);
  EXPECT_TRUE(watch.overloaded());
  watch.observe(kNow + 510ms, 99ms);
  EXPECT_FALSE(watch.overloaded());
  watch.observe(kNow + 520ms, 2s);
  EXPECT_FALSE(watch.overloaded()) << "the interval begins anew";
}

TEST(AQueueWatch, without_a_target_never_sheds) {
  QueueWatch watch({});
  watch.observe(kNow, 1h);
  watch.observe(kNow + 1h, 1h);
  EXPECT_FALSE(watch.overloaded());
}

}  // namespace
}  // namespace ddd::api
