#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/application/ports/webhook_verifier.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct ReceiveWebhook {
  std::string signature;
  std::string body;  ///< the very bytes that were signed
};

/// The provider says that something happened: the payment it concerns is looked at next, and a dispute is noted. A
/// repeat does nothing. Errors: `webhook.invalid_signature`, `webhook.mismatch`; `store.version_conflict`, while
/// somebody works on a disputed payment.
class ReceiveWebhookHandler {
 public:
  ReceiveWebhookHandler(PaymentRepository& payments, PaymentViews& views, const WebhookVerifier& verifier,
                        const Clock& clock, IdSource& ids)
      : payments_(payments), views_(views), verifier_(verifier), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, ReceiveWebhook command);

 private:
  [[nodiscard]] Task<Result<>> note_dispute(const CallContext& call, const ProviderEvent& event);

  PaymentRepository& payments_;
  PaymentViews& views_;
  const WebhookVerifier& verifier_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
