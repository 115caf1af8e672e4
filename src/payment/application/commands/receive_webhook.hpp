#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/ports/webhook_verifier.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct ReceiveWebhook {
  std::string signature;
  std::string body;  ///< the very bytes that were signed
};

/// The provider says that something happened: the payment it concerns is looked at next. A repeat does nothing.
/// Error: `webhook.invalid_signature`.
class ReceiveWebhookHandler {
 public:
  ReceiveWebhookHandler(PaymentRepository& payments, const WebhookVerifier& verifier, const Clock& clock)
      : payments_(payments), verifier_(verifier), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, ReceiveWebhook command);

 private:
  PaymentRepository& payments_;
  const WebhookVerifier& verifier_;
  const Clock& clock_;
};

}  // namespace ddd::payment
