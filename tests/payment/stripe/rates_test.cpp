#include <gtest/gtest.h>

#include <ddd/payment/adapters/gateway/stripe/request_rates.hpp>

namespace ddd::payment::stripe::test {
namespace {

using namespace std::chrono_literals;

const TokenBucket::TimePoint kStart{1h};

TEST(TokenBucket, gives_a_burst_at_once_and_then_spaces_out) {
  TokenBucket bucket(20, 5);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(bucket.take(kStart, 1s), 0ns) << i;
  EXPECT_EQ(bucket.take(kStart, 1s), 50ms);
  EXPECT_EQ(bucket.take(kStart, 1s), 100ms);
}

TEST(TokenBucket, takes_nothing_when_the_wait_is_too_long) {
  TokenBucket bucket(20, 1);
  EXPECT_EQ(bucket.take(kStart, 0ns), 0ns);
  EXPECT_FALSE(bucket.take(kStart, 49ms));
  EXPECT_FALSE(bucket.take(kStart, 49ms));
  EXPECT_EQ(bucket.take(kStart, 50ms), 50ms);
}

TEST(TokenBucket, fills_up_with_time_and_no_further) {
  TokenBucket bucket(20, 2);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(bucket.take(kStart, 0ns), 0ns);
  EXPECT_FALSE(bucket.take(kStart, 0ns));
  const auto later = kStart + 1h;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(bucket.take(later, 0ns), 0ns);
  EXPECT_FALSE(bucket.take(later, 0ns));
}

int taken_at_once(RequestRates& rates, Operation operation) {
  int taken = 0;
  while (taken < 1000 && rates.take(operation, kStart, 0ns)) ++taken;
  return taken;
}

TEST(RequestRates, limit_each_operation_where_the_host_is_the_real_provider) {
  RequestRates rates("api.stripe.com");
  EXPECT_EQ(taken_at_once(rates, Operation::capture), 5);
  EXPECT_EQ(taken_at_once(rates, Operation::create), 5) << "another endpoint";
}

TEST(RequestRates, stay_within_what_the_provider_allows_in_a_second) {
  RequestRates rates("api.stripe.com");
  int within_a_second = 0;
  while (const auto wait = rates.take(Operation::create, kStart, 999ms)) {
    ASSERT_LT(*wait, 1s);
    ++within_a_second;
  }
  EXPECT_LE(within_a_second, 25);
  EXPECT_GE(within_a_second, 20);
}

TEST(RequestRates, limit_nothing_elsewhere) {
  RequestRates rates("127.0.0.1");
  EXPECT_EQ(taken_at_once(rates, Operation::create), 1000);
}

}  // namespace
}  // namespace ddd::payment::stripe::test
