#pragma once

#include <optional>
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
  /// The buyer's bank takes a sale back, and how that stands. No money of ours moves by it, so the event is enough.
  struct Dispute {
    std::string id;
    std::string status;
  };
  std::optional<Dispute> dispute;
};

/// Checks that bytes come from the provider.
class WebhookVerifier {
 public:
  virtual ~WebhookVerifier() = default;
  /// Errors (malformed): `webhook.invalid_signature`: bad, too old, in the future, or no event in it;
  /// `webhook.mismatch`: an event of the other mode (test or live), or of a version of the API that we don't read.
  [[nodiscard]] virtual Result<ProviderEvent> verify(std::string_view signature, std::string_view body,
                                                     Timestamp now) const = 0;
};

}  // namespace ddd::payment
