#pragma once

#include <ddd/simulation/world.hpp>

namespace ddd::simulation {

/// Holds the promises that must be true once nothing goes wrong and nothing happens any more against the stores, the
/// bus and the provider.
void check_settled(World& world);

/// Payments that have not come to an end, but for those that wait for their buyer.
[[nodiscard]] std::size_t unsettled_payments(const Stores& stores);
/// Whether no step of a payment or a refund is due any more.
[[nodiscard]] bool all_ended(const Stores& stores);

}  // namespace ddd::simulation
