#pragma once

#include <string>

#include <ddd/payment/application/ports/webhook_verifier.hpp>

namespace ddd::simulation {

/// The provider's event as it comes over the wire here: three words, signed by nothing.
[[nodiscard]] std::string webhook_body(const payment::ProviderEvent& event);

class WebhookReader final : public payment::WebhookVerifier {
 public:
  [[nodiscard]] Result<payment::ProviderEvent> verify(std::string_view signature, std::string_view body,
                                                      Timestamp now) const override;
};

}  // namespace ddd::simulation
