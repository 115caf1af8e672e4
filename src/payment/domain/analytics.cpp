#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <ddd/payment/domain/analytics.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono;

/// Amounts are never negative.
std::int64_t sum_of(std::int64_t a, std::int64_t b) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return a > kMost - b ? kMost : a + b;
}

}  // namespace

Day period_start(Period period, Day day) {
  const year_month_day date(day);
  switch (period) {
    case Period::daily:
      return day;
    case Period::weekly:
      return day - (weekday(day) - Monday);
    case Period::monthly:
      return date.year() / date.month() / 1;
    case Period::yearly:
      return date.year() / January / 1;
  }
  std::unreachable();
}

Day first_of(Period period, Day day, int periods) {
  const auto last = period_start(period, day);
  const year_month_day date(last);
  const int before = periods - 1;
  switch (period) {
    case Period::daily:
      return last - days(before);
    case Period::weekly:
      return last - weeks(before);
    case Period::monthly:
      return date - months(before);
    case Period::yearly:
      return date - years(before);
  }
  std::unreachable();
}

std::vector<PeriodTotal> totals_of(Period period, const std::vector<DayTotal>& days) {
  std::map<std::tuple<Day, PaymentStatus, std::string>, PeriodTotal> totals;
  for (const auto& day : days) {
    const auto start = period_start(period, day.day);
    const auto status = status_of(day.state);
    const auto currency = day.amount.currency();
    const auto key = std::tuple(start, status, std::string(currency.code()));
    auto& total = totals.try_emplace(key, PeriodTotal{start, status, 0, Money::zero(currency)}).first->second;
    total.count += day.count;
    total.amount = Money(sum_of(total.amount.minor_units(), day.amount.minor_units()), currency);
  }
  std::vector<PeriodTotal> list;
  list.reserve(totals.size());
  for (auto& [key, total] : totals) list.push_back(total);
  return list;
}

}  // namespace ddd::payment
