#pragma once

#include <string>

#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/resume.hpp>

namespace ddd::payment {

struct ProcessPayment {
  PaymentId id;
  std::string payment_method;
  std::string return_url;
  RenderOutcome render = nullptr;
};

/// The buyer gives a payment its method, the first or another after a decline; or comes back from the bank's page: then
/// the provider is asked how it went. Errors: `payment.not_found`,
/// `payment.not_processable`, `payment.in_progress`, `payment.invalid`, `payment_method.*`. Declines stand in the
/// outcome.
class ProcessPaymentHandler {
 public:
  ProcessPaymentHandler(PaymentRepository& payments, WalletRepository& wallets, IdempotencyStore& idempotency,
                        PaymentProcess& process, const PaymentSettings& settings, Sleeper& sleeper, const Clock& clock,
                        IdSource& ids)
      : payments_(payments),
        wallets_(wallets),
        idempotency_(idempotency),
        process_(process),
        settings_(settings),
        sleeper_(sleeper),
        clock_(clock),
        ids_(ids) {}

  [[nodiscard]] Task<Result<PaymentOutcome>> handle(const CallContext& call, ProcessPayment command);

 private:
  PaymentRepository& payments_;
  WalletRepository& wallets_;
  IdempotencyStore& idempotency_;
  PaymentProcess& process_;
  const PaymentSettings& settings_;
  Sleeper& sleeper_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
