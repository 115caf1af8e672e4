#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include <ddd/kernel/money.hpp>
#include <ddd/payment/domain/payment_state.hpp>

namespace ddd::payment {

enum class Period { daily, weekly, monthly, yearly };

using Day = std::chrono::sys_days;

/// The payments that were begun on one UTC day, are in one state and have one currency.
struct DayTotal {
  Day day;
  PaymentState state = PaymentState::created;
  std::int64_t count = 0;
  Money amount;
};

/// The same by period and status.
struct PeriodTotal {
  Day start;
  PaymentStatus status = PaymentStatus::pending;
  std::int64_t count = 0;
  Money amount;

  friend bool operator==(const PeriodTotal&, const PeriodTotal&) = default;
};

/// The first day of the period that `day` is in. Weeks begin on Monday.
[[nodiscard]] Day period_start(Period period, Day day);
/// Of so many periods up to and with the one that `day` is in, the first day.
[[nodiscard]] Day first_of(Period period, Day day, int periods);

/// By start, then status, then currency. Sums too large for an integer stay at the largest one.
[[nodiscard]] std::vector<PeriodTotal> totals_of(Period period, const std::vector<DayTotal>& days);

}  // namespace ddd::payment
