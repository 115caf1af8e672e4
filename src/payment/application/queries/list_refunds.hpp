#pragma once

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Refunds, newest first, for administrators.
class ListRefundsHandler {
 public:
  explicit ListRefundsHandler(PaymentViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<RefundPage>> handle(const CallContext& call, RefundListing query);

 private:
  PaymentViews& views_;
};

}  // namespace ddd::payment
