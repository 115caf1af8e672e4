#pragma once

#include <optional>
#include <string>

#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/resume.hpp>

namespace ddd::payment {

struct SettlePayment {
  PaymentId id;
  PaymentStatus status = PaymentStatus::completed;  ///< what it is to become: completed, cancelled or failed
  std::string reason;                               ///< 1-255 characters, for the payment's story
};

/// An administrator ends a review. The word counts only as far as the provider's evidence, fetched now, bears it out:
/// what was taken becomes a sale, what is held is captured or let go, what was let go ends. Errors:
/// `payment.not_found`, `payment.not_in_review`, `payment.evidence_differs`, `payment.in_progress`, `payment.invalid`,
/// `payment.provider_unavailable`.
class SettlePaymentHandler {
 public:
  SettlePaymentHandler(PaymentRepository& payments, ProductCatalogue& products, PaymentGateway& gateway,
                       PaymentProcess& process, const PaymentSettings& settings, Sleeper& sleeper, const Clock& clock,
                       IdSource& ids)
      : payments_(payments),
        products_(products),
        gateway_(gateway),
        process_(process),
        settings_(settings),
        sleeper_(sleeper),
        clock_(clock),
        ids_(ids) {}

  [[nodiscard]] Task<Result<PaymentOutcome>> handle(const CallContext& call, SettlePayment command);

 private:
  [[nodiscard]] Task<Result<std::optional<IntentFacts>>> evidence(const CallContext& call, const Payment& payment);
  /// Changes the payment as far as the evidence allows.
  [[nodiscard]] Task<Result<>> settle(const CallContext& call, Payment& payment, const SettlePayment& command);
  [[nodiscard]] Task<Result<>> complete(const CallContext& call, Payment& payment, const std::string& note,
                                        const std::optional<IntentFacts>& facts);

  PaymentRepository& payments_;
  ProductCatalogue& products_;
  PaymentGateway& gateway_;
  PaymentProcess& process_;
  const PaymentSettings& settings_;
  Sleeper& sleeper_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
