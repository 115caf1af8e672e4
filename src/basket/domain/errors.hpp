#pragma once

#include <cstdint>

#include <ddd/kernel/error.hpp>

/// Every refusal of the basket context. The codes are part of the public contract (docs/errors.md).
namespace ddd::basket::errors {

/// No live basket, or somebody else's.
[[nodiscard]] Error not_found();
[[nodiscard]] Error item_not_found();
[[nodiscard]] Error stale();
/// A quantity outside 1 ... Basket::kMostPerLine, asked for or reached by adding up.
[[nodiscard]] Error invalid_quantity(std::int64_t quantity);
[[nodiscard]] Error too_many_lines();
[[nodiscard]] Error insufficient_stock(std::int64_t available);
/// The sum would not be an amount any more.
[[nodiscard]] Error total_too_large();
/// The catalogue sells in another currency than what is in the basket.
[[nodiscard]] Error currency_mismatch();
/// Path and body name different products.
[[nodiscard]] Error product_mismatch();

/// A payment of a basket that doesn't say of which version.
[[nodiscard]] Error event_incomplete();
/// A change of a product under a key that is no product.
[[nodiscard]] Error event_without_product();

// What the product context says, under its own codes.
[[nodiscard]] Error product_not_found();
[[nodiscard]] Error product_inactive();

}  // namespace ddd::basket::errors
