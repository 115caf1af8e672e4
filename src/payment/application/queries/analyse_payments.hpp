#pragma once

#include <optional>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/domain/analytics.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct AnalysePayments {
  Period period = Period::daily;
  std::optional<Timestamp> from;  ///< with it; the last 30 days, 12 weeks, 12 months or 5 years when absent
  std::optional<Timestamp> to;    ///< without it; now when absent
};

struct Analysis {
  Period period = Period::daily;
  Timestamp from;
  Timestamp to;
  std::vector<PeriodTotal> totals;
};

/// How many payments were begun in a range of time and over how much, by period, status and currency, for an
/// administrator. Error: `request.invalid` for a range that is empty or longer than ten years.
class AnalysePaymentsHandler {
 public:
  AnalysePaymentsHandler(PaymentViews& views, const Clock& clock) : views_(views), clock_(clock) {}

  [[nodiscard]] Task<Result<Analysis>> handle(const CallContext& call, AnalysePayments query);

 private:
  PaymentViews& views_;
  const Clock& clock_;
};

}  // namespace ddd::payment
