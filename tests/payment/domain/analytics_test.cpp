#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/payment/domain/analytics.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using S = PaymentState;

constexpr Day kSaturday = 2026y / 1 / 31;

Money usd(std::int64_t cents) {
  return {cents, Currency()};
}

TEST(Analytics, have_periods_that_begin_where_people_expect_it) {
  EXPECT_EQ(period_start(Period::daily, kSaturday), kSaturday);
  EXPECT_EQ(period_start(Period::weekly, kSaturday), Day(2026y / 1 / 26));
  EXPECT_EQ(period_start(Period::weekly, Day(2026y / 2 / 1)), Day(2026y / 1 / 26)) << "a Sunday ends its week";
  EXPECT_EQ(period_start(Period::weekly, Day(2026y / 2 / 2)), Day(2026y / 2 / 2));
  EXPECT_EQ(period_start(Period::monthly, kSaturday), Day(2026y / 1 / 1));
  EXPECT_EQ(period_start(Period::yearly, Day(2024y / 2 / 29)), Day(2024y / 1 / 1));
}

TEST(Analytics, look_back_by_whole_periods) {
  EXPECT_EQ(first_of(Period::daily, kSaturday, 30), Day(2026y / 1 / 2));
  EXPECT_EQ(first_of(Period::weekly, kSaturday, 1), Day(2026y / 1 / 26));
  EXPECT_EQ(first_of(Period::monthly, kSaturday, 12), Day(2025y / 2 / 1));
  EXPECT_EQ(first_of(Period::yearly, Day(2024y / 2 / 29), 5), Day(2020y / 1 / 1));
}

TEST(Analytics, keep_statuses_currencies_and_periods_apart) {
  const auto euro = Currency::from_code("EUR").value();
  const auto totals = totals_of(Period::monthly, {{kSaturday, S::completed, 2, usd(300)},
                                                  {kSaturday - days(1), S::completed, 1, usd(50)},
                                                  {kSaturday, S::completed, 1, Money(70, euro)},
                                                  {kSaturday, S::capturing, 1, usd(9)},
                                                  {kSaturday, S::confirming, 3, usd(1)},
                                                  {kSaturday + days(1), S::completed, 1, usd(8)}});
  const Day january = 2026y / 1 / 1;
  const Day february = 2026y / 2 / 1;
  EXPECT_EQ(totals, (std::vector<PeriodTotal>{{january, PaymentStatus::processing, 4, usd(10)},
                                              {january, PaymentStatus::completed, 1, Money(70, euro)},
                                              {january, PaymentStatus::completed, 3, usd(350)},
                                              {february, PaymentStatus::completed, 1, usd(8)}}));
}

TEST(Analytics, stay_at_the_largest_number_when_a_sum_is_larger) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto totals =
      totals_of(Period::daily, {{kSaturday, S::completed, 1, usd(most)}, {kSaturday, S::completed, 1, usd(most)}});
  ASSERT_EQ(totals.size(), 1u);
  EXPECT_EQ(totals[0].amount, usd(most));
}

RC_GTEST_PROP(AnalyticsLaws, a_period_begins_in_itself_and_not_after_its_days, ()) {
  const Day day(days(*rc::gen::inRange(0, 40'000)));
  for (const auto period : {Period::daily, Period::weekly, Period::monthly, Period::yearly}) {
    const auto start = period_start(period, day);
    RC_ASSERT(start <= day);
    RC_ASSERT(day - start < days(366));
    RC_ASSERT(period_start(period, start) == start);
    RC_ASSERT(first_of(period, day, 1) == start);
  }
}

}  // namespace
}  // namespace ddd::payment
