#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include <ddd/basket/domain/item.hpp>
#include <ddd/kernel/ids.hpp>

namespace ddd::basket {

// Facts about a basket. Each carries the items as they are afterwards, so that a reader needs no other fact.
struct ItemAdded {
  ProductId product_id;
  std::int64_t quantity = 0;  ///< how many were added
  std::vector<Item> items;
};
struct QuantityChanged {
  ProductId product_id;
  std::int64_t quantity = 0;  ///< how many there are now
  std::vector<Item> items;
};
struct ItemRemoved {
  ProductId product_id;
  std::vector<Item> items;
};
struct BasketCleared {
  std::optional<PaymentId> payment_id;  ///< set when a payment bought the items, else the user wanted them gone
  std::vector<Item> items;              ///< what the payment had not in it
};
struct BasketExpired {};

using BasketEvent = std::variant<ItemAdded, QuantityChanged, ItemRemoved, BasketCleared, BasketExpired>;

}  // namespace ddd::basket
