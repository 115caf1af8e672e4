#include <ddd/payment/application/queries/watch_payments.hpp>

namespace ddd::payment {

Task<Result<>> WatchPaymentsHandler::handle(const CallContext&, WatchPayments) {
  constexpr std::size_t kMost = 1000;
  const auto now = clock_.now();
  DDD_CO_TRY(const auto overdue, co_await views_.overdue(now - kUncertainFor, now - kUnfulfilledFor, kMost));
  alarms_.overdue(overdue, now);
  co_return Result<>{};
}

}  // namespace ddd::payment
