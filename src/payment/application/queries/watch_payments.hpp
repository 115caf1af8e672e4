#pragma once

#include <chrono>

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/payment_alarms.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct WatchPayments {};

/// Tells the alarms what should have come to an end by now: a payment that was uncertain for two minutes, a sale that
/// stock and basket have not reported within five, one that waits for a person.
class WatchPaymentsHandler {
 public:
  static constexpr std::chrono::minutes kUncertainFor{2};
  static constexpr std::chrono::minutes kUnfulfilledFor{5};

  WatchPaymentsHandler(PaymentViews& views, PaymentAlarms& alarms, const Clock& clock)
      : views_(views), alarms_(alarms), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, WatchPayments query);

 private:
  PaymentViews& views_;
  PaymentAlarms& alarms_;
  const Clock& clock_;
};

}  // namespace ddd::payment
