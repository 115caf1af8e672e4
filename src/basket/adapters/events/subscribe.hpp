#pragma once

#include <vector>

#include <ddd/basket/application/application.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::basket {

/// What this context hears: a completed payment takes what it bought out of the basket; payments under way are marked;
/// a closed account takes its basket along; what changes at a product may flag lines that hold it.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

}  // namespace ddd::basket
