#pragma once

#include <functional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/messaging/subscription.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user {

/// What this context hears of itself: who opens an account gets a mail.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

/// Every process hears which sessions were revoked, so that their access tokens end within seconds and not only when
/// they expire. `revoked` may be told the same session more than once.
[[nodiscard]] BroadcastSubscription revocation_subscription(std::function<void(const SessionId&)> revoked);

}  // namespace ddd::user
