#pragma once

#include <vector>

#include <ddd/payment/application/ports/webhook_verifier.hpp>
#include <ddd/platform/crypto/secret.hpp>

namespace ddd::payment {

/// Stripe's signature of a webhook (docs.stripe.com/webhooks, "Verify webhook signatures manually"): HMAC-SHA256 over
/// "<seconds>.<body>" with the endpoint's secret. Immutable, usable on any thread.
class StripeWebhookVerifier final : public WebhookVerifier {
 public:
  struct Settings {
    std::vector<crypto::Secret> secrets;  ///< one; two while they are exchanged
    bool live = false;                    ///< whether events of real money are expected (stripe::is_live_key)
  };
  /// How far the time of a signature may be from ours, either way.
  static constexpr std::chrono::seconds kTolerance{300};

  /// Error: `payment.webhook_secret` (malformed) unless there are one or two secrets and none is empty.
  [[nodiscard]] static Result<StripeWebhookVerifier> create(Settings settings);

  [[nodiscard]] Result<ProviderEvent> verify(std::string_view signature, std::string_view body,
                                             Timestamp now) const override;

 private:
  explicit StripeWebhookVerifier(Settings settings) : settings_(std::move(settings)) {}

  Settings settings_;
};

}  // namespace ddd::payment
