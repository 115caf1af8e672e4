#pragma once

#include <vector>

#include <ddd/basket/application/application.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::basket {

/// What this context hears: a completed payment takes what it bought out of the basket; a closed account takes its
/// basket along.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

}  // namespace ddd::basket
