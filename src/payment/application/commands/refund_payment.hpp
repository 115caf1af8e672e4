#pragma once

#include <string>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/application/process/refund_process.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::payment {

struct RefundPayment {
  PaymentId payment_id;
  Money amount;
  std::string reason;
  bool restock = false;
  std::vector<ReturnedLine> lines;
  RenderRefund render = nullptr;
};

/// An administrator gives a payment's money back, wholly or in part, in this call as far as the provider answers.
/// Errors: `payment.not_found`, `refund.invalid`, `refund.nothing_captured`, `refund.exceeds_captured`,
/// `refund.too_many`.
class RefundPaymentHandler {
 public:
  RefundPaymentHandler(PaymentRepository& payments, PaymentViews& views, IdempotencyStore& idempotency,
                       RefundProcess& process, const PaymentSettings& settings, const Clock& clock, IdSource& ids)
      : payments_(payments),
        views_(views),
        idempotency_(idempotency),
        process_(process),
        settings_(settings),
        clock_(clock),
        ids_(ids) {}

  [[nodiscard]] Task<Result<RefundOutcome>> handle(const CallContext& call, RefundPayment command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, const RefundPayment& command, const RefundId& id,
                                       const RefundErrand& errand);

  PaymentRepository& payments_;
  PaymentViews& views_;
  IdempotencyStore& idempotency_;
  RefundProcess& process_;
  const PaymentSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
