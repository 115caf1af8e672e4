#pragma once

#include <cstdint>

#include <ddd/kernel/id.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::basket {

using ItemId = TextId<"itm_">;

/// One line of a basket: so many units of one product.
struct Item {
  ItemId id;
  ProductId product_id;
  std::int64_t quantity = 0;  ///< 1 ... Basket::kMostPerLine
  /// What the product cost when its quantity was last set: what the customer saw. A payment asks the catalogue again.
  Money unit_price;
  Timestamp created_at;

  friend bool operator==(const Item&, const Item&) = default;
};

}  // namespace ddd::basket
