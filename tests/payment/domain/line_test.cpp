#include <cstdint>
#include <optional>

#include <gtest/gtest.h>
#include <payment/support/values.hpp>
#include <rapidcheck/gtest.h>

#include <ddd/payment/domain/line.hpp>

namespace ddd::payment {
namespace {

using test::line;
using test::usd;

TEST(AmountOfLines, is_the_sum_of_quantities_times_prices) {
  EXPECT_EQ(*total_of({line(1, 2, 1999), line(2, 1, 499)}), usd(4497));
  EXPECT_EQ(*total_of({line(1, 99, 0)}), usd(0));
}

TEST(AmountOfLines, is_in_the_currency_of_the_lines) {
  auto dinars = line(1, 3, 1500);
  dinars.unit_price = Money(1500, *Currency::from_code("KWD"));
  EXPECT_EQ(total_of({dinars})->to_text(), "4.500 KWD");
}

TEST(AmountOfLines, of_several_currencies_is_none) {
  auto yen = line(2);
  yen.unit_price = Money(100, *Currency::from_code("JPY"));
  const auto total = total_of({line(1), yen});
  ASSERT_FALSE(total);
  EXPECT_EQ(total.error().code, "payment.amount_out_of_range");
}

std::vector<Line> any_lines() {
  std::vector<Line> lines;
  const auto count = *rc::gen::inRange(1, 101);
  const bool huge = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
  for (int i = 1; i <= count; ++i) {
    const auto price =
        huge ? *rc::gen::inRange<std::int64_t>(0, INT64_MAX) : *rc::gen::inRange<std::int64_t>(0, 1'000'000);
    lines.push_back(line(static_cast<std::uint64_t>(i), *rc::gen::inRange<std::int64_t>(1, 100), price));
  }
  return lines;
}

RC_GTEST_PROP(AmountLaws, the_amount_is_exact_or_refused_and_never_wraps, ()) {
  const auto lines = any_lines();
  unsigned __int128 sum = 0;
  for (const auto& each : lines) {
    sum += static_cast<unsigned __int128>(each.unit_price.minor_units()) * static_cast<unsigned>(each.quantity);
  }
  const auto total = total_of(lines);
  RC_ASSERT(total.has_value() == (sum <= static_cast<unsigned __int128>(INT64_MAX)));
  if (total) RC_ASSERT(static_cast<unsigned __int128>(total->minor_units()) == sum);
}

}  // namespace
}  // namespace ddd::payment
