#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/crypto/denied_sessions.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd {

/// Every process hears which sessions the user context has revoked, and refuses their tokens from then on.
[[nodiscard]] BroadcastSubscription revocation_subscription(crypto::DeniedSessions& denied, const Clock& clock);

}  // namespace ddd
