#pragma once

#include <functional>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::user {

/// Every process hears which sessions were revoked, so that their access tokens end within seconds and not only when
/// they expire. `revoked` may be told the same session more than once.
[[nodiscard]] BroadcastSubscription revocation_subscription(std::function<void(const SessionId&)> revoked);

}  // namespace ddd::user
