#pragma once

#include <string>

#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/resume.hpp>

namespace ddd::payment {

struct CancelPayment {
  PaymentId id;
  std::string reason;
  RenderOutcome render = nullptr;
};

/// The buyer gives up. The stock goes back when the provider has let go, not before. Cancelling a cancelled payment is
/// fine. Errors: `payment.not_found`, `payment.not_cancellable`, `payment.in_progress`, `payment.invalid`.
class CancelPaymentHandler {
 public:
  CancelPaymentHandler(PaymentRepository& payments, IdempotencyStore& idempotency, PaymentProcess& process,
                       const PaymentSettings& settings, Sleeper& sleeper, const Clock& clock, IdSource& ids)
      : payments_(payments),
        idempotency_(idempotency),
        process_(process),
        settings_(settings),
        sleeper_(sleeper),
        clock_(clock),
        ids_(ids) {}

  [[nodiscard]] Task<Result<PaymentOutcome>> handle(const CallContext& call, CancelPayment command);

 private:
  PaymentRepository& payments_;
  IdempotencyStore& idempotency_;
  PaymentProcess& process_;
  const PaymentSettings& settings_;
  Sleeper& sleeper_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
