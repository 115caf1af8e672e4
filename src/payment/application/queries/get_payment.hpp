#pragma once

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct GetPayment {
  PaymentId id;
};

/// The owner's or an administrator's look at a payment. Error: `payment.not_found`, the same for somebody else's.
class GetPaymentHandler {
 public:
  explicit GetPaymentHandler(PaymentViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<PaymentView>> handle(const CallContext& call, GetPayment query);

 private:
  PaymentViews& views_;
};

}  // namespace ddd::payment
