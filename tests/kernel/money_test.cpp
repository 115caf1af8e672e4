#include <numeric>
#include <type_traits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/kernel/money.hpp>

namespace ddd {
namespace {

Currency currency(std::string_view code) {
  return Currency::from_code(code).value();
}

static_assert(!std::is_constructible_v<Money, double, Currency>, "no floating type gets into money");
static_assert(!std::is_convertible_v<Money, double>);

TEST(Money, shows_amounts_in_currencies_with_0_2_and_3_digits) {
  EXPECT_EQ(Money(1999, currency("USD")).to_text(), "19.99 USD");
  EXPECT_EQ(Money(5, currency("USD")).to_text(), "0.05 USD");
  EXPECT_EQ(Money(-5, currency("USD")).to_text(), "-0.05 USD");
  EXPECT_EQ(Money(1999, currency("JPY")).to_text(), "1999 JPY");
  EXPECT_EQ(Money(1999, currency("KWD")).to_text(), "1.999 KWD");
}

TEST(Money, does_not_add_different_currencies) {
  EXPECT_EQ(Money(1, currency("USD")).plus(Money(1, currency("EUR"))), std::nullopt);
}

TEST(Money, reports_overflow_instead_of_wrapping) {
  EXPECT_EQ(Money(INT64_MAX, currency("USD")).plus(Money(1, currency("USD"))), std::nullopt);
  EXPECT_EQ(Money(INT64_MIN, currency("USD")).minus(Money(1, currency("USD"))), std::nullopt);
  EXPECT_EQ(Money(INT64_MAX, currency("USD")).times(2), std::nullopt);
}

TEST(Money, knows_only_listed_currencies) {
  EXPECT_FALSE(Currency::from_code("usd"));
  EXPECT_FALSE(Currency::from_code("XXX"));
  EXPECT_FALSE(Currency::from_code(""));
}

RC_GTEST_PROP(MoneyLaws, subtracting_undoes_adding, (std::int32_t a, std::int32_t b)) {
  const Money x(a, currency("USD"));
  const Money y(b, currency("USD"));
  RC_ASSERT(x.plus(y)->minus(y) == x);
}

RC_GTEST_PROP(MoneyLaws, allocation_loses_nothing_and_is_even, (std::int32_t amount)) {
  const int parts = *rc::gen::inRange(1, 200);
  const auto shares = Money(amount, currency("USD")).allocate(parts);
  std::int64_t sum = 0;
  std::int64_t least = INT64_MAX;
  std::int64_t most = INT64_MIN;
  for (const auto& share : shares) {
    sum += share.minor_units();
    least = std::min(least, share.minor_units());
    most = std::max(most, share.minor_units());
  }
  RC_ASSERT(std::ssize(shares) == parts);
  RC_ASSERT(sum == amount);
  RC_ASSERT(most - least <= 1);
}

}  // namespace
}  // namespace ddd
