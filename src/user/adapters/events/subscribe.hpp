#pragma once

#include <functional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/messaging/subscription.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user {

/// What this context hears: who opens an account gets a mail, and what was kept of its mails goes with the account;
/// completed payments are counted, and failed ones watched.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

/// Every process hears which sessions were revoked, so that their access tokens end within seconds and not only when
/// they expire. `revoked` may be told the same session more than once.
[[nodiscard]] BroadcastSubscription revocation_subscription(std::function<void(const SessionId&)> revoked);

}  // namespace ddd::user
