#pragma once

#include <vector>

#include <ddd/payment/application/application.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::payment {

/// What this context hears: an erased account takes its payment methods along.
[[nodiscard]] std::vector<GroupSubscription> group_subscriptions(Application& application);

}  // namespace ddd::payment
