#pragma once

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct GetRefund {
  RefundId id;
};

/// An administrator's look at a refund. Error: `refund.not_found`.
class GetRefundHandler {
 public:
  explicit GetRefundHandler(PaymentViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<RefundView>> handle(const CallContext& call, GetRefund query);

 private:
  PaymentViews& views_;
};

}  // namespace ddd::payment
