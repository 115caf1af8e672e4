#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::payment {

/// A provider's event, as far as it is a hint: which intent to look at. What happened is asked for, not believed.
struct ProviderEvent {
  std::string id;
  std::string type;
  std::string intent_id;  ///< empty for events about something else
};

/// Checks that bytes come from the provider.
class WebhookVerifier {
 public:
  virtual ~WebhookVerifier() = default;
  /// Errors: `webhook.invalid_signature` (malformed): bad, too old, in the future, or no event in it.
  [[nodiscard]] virtual Result<ProviderEvent> verify(std::string_view signature, std::string_view body,
                                                     Timestamp now) const = 0;
};

}  // namespace ddd::payment
