#pragma once

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Payments, newest first: the caller's own, whatever the filter says of users, unless an administrator asks.
class ListPaymentsHandler {
 public:
  explicit ListPaymentsHandler(PaymentViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<PaymentPage>> handle(const CallContext& call, PaymentListing query);

 private:
  PaymentViews& views_;
};

}  // namespace ddd::payment
