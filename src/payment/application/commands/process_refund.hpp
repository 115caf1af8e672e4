#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/application/process/refund_process.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::payment {

struct ProcessRefund {
  RefundId id;
  RenderRefund render = nullptr;
};

/// An administrator has a pending refund looked after now, by the very code of the recovery worker. Errors:
/// `refund.not_found`, `refund.not_pending`.
class ProcessRefundHandler {
 public:
  ProcessRefundHandler(PaymentViews& views, IdempotencyStore& idempotency, RefundProcess& process,
                       const PaymentSettings& settings, const Clock& clock, IdSource& ids)
      : views_(views), idempotency_(idempotency), process_(process), settings_(settings), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<RefundOutcome>> handle(const CallContext& call, ProcessRefund command);

 private:
  PaymentViews& views_;
  IdempotencyStore& idempotency_;
  RefundProcess& process_;
  const PaymentSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
