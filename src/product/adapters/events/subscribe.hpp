#pragma once

#include <functional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/messaging/subscription.hpp>
#include <ddd/product/application/application.hpp>

namespace ddd::product {

/// What this context hears: ends of payments settle reservations, changes of baskets tell what is in demand.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

/// Every process hears which products changed, so that its caches follow within a second of another replica's write.
[[nodiscard]] BroadcastSubscription catalogue_subscription(std::function<void(const std::vector<ProductId>&)> changed);

}  // namespace ddd::product
