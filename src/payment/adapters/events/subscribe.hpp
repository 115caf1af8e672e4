#pragma once

#include <vector>

#include <ddd/payment/application/application.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::payment {

/// What this context hears: an erased account takes its payment methods along, and with a deactivated one its open
/// payments end; so does a payment whose units are on sale again. Stock and basket report what they did for a sale.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

}  // namespace ddd::payment
