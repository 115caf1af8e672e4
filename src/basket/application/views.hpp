#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/basket/domain/problem.hpp>

namespace ddd::basket {

/// A line as it is read: what is stored, and what the catalogue says of it now.
struct ItemView {
  Item item;
  std::optional<std::string> name;  ///< nothing when the product was deleted
  Money line_total;
  std::vector<Problem> problems;

  friend bool operator==(const ItemView&, const ItemView&) = default;
};

/// A payment of the basket that is under way.
struct CheckoutMark {
  PaymentId payment_id;
  Timestamp since;

  friend bool operator==(const CheckoutMark&, const CheckoutMark&) = default;
};

/// A basket as it is read. Totals are made of the stored prices; where those are old, `problems` says so.
struct BasketView {
  BasketId id;
  UserId user_id;
  std::vector<ItemView> items;
  std::int64_t item_count = 0;  ///< the sum of the quantities
  Money total;
  std::vector<Problem> problems;  ///< of all lines, in their order
  std::int64_t version = 0;
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp expires_at;
  std::vector<CheckoutMark> checkouts;  ///< for administrators alone

  friend bool operator==(const BasketView&, const BasketView&) = default;
};

struct OpenedBasket {
  BasketView basket;
  bool is_new = false;
};

/// What payment needs to know: which basket, which state of it, what is in it.
struct CheckoutView {
  std::optional<BasketId> basket_id;  ///< nothing for a user without a basket
  std::int64_t version = 0;
  std::vector<PurchasedLine> lines;
};

}  // namespace ddd::basket
