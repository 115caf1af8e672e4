#include <chrono>

#include <ddd/payment/application/queries/analyse_payments.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {
namespace {

int usual_periods(Period period) {
  switch (period) {
    case Period::daily:
      return 30;
    case Period::weekly:
    case Period::monthly:
      return 12;
    case Period::yearly:
      return 5;
  }
  return 1;
}

}  // namespace

Task<Result<Analysis>> AnalysePaymentsHandler::handle(const CallContext& call, AnalysePayments query) {
  DDD_CO_CHECK(require_admin(call));
  constexpr std::chrono::days kLongest{3660};
  Analysis analysis{.period = query.period, .to = query.to.value_or(clock_.now())};
  const auto last = std::chrono::floor<std::chrono::days>(analysis.to);
  analysis.from = query.from.value_or(Timestamp(first_of(query.period, last, usual_periods(query.period))));
  if (analysis.from >= analysis.to || analysis.to - analysis.from > kLongest) {
    co_return Refused(errors::bad_range());
  }
  DDD_CO_TRY(const auto days, co_await views_.day_totals(analysis.from, analysis.to));
  analysis.totals = totals_of(query.period, days);
  co_return analysis;
}

}  // namespace ddd::payment
