#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/platform/json/shape.hpp>

/// The facts of topic basket-events, version 1. Each carries the basket as it is afterwards, so that a reader needs no
/// other.
namespace ddd::contracts {

inline constexpr std::string_view kBasketTopic = "basket-events";

struct BasketLineV1 {
  ProductId product_id;
  std::int64_t quantity = 0;
  Money unit_price;
};
struct BasketItemAddedV1 {
  static constexpr std::string_view type = "ddd.basket.item_added.v1";
  BasketId basket_id;
  UserId user_id;
  ProductId product_id;
  std::int64_t quantity = 0;  ///< how many were added
  std::vector<BasketLineV1> items;
};
struct BasketQuantityChangedV1 {
  static constexpr std::string_view type = "ddd.basket.quantity_changed.v1";
  BasketId basket_id;
  UserId user_id;
  ProductId product_id;
  std::int64_t quantity = 0;  ///< how many there are now
  std::vector<BasketLineV1> items;
};
struct BasketItemRemovedV1 {
  static constexpr std::string_view type = "ddd.basket.item_removed.v1";
  BasketId basket_id;
  UserId user_id;
  ProductId product_id;
  std::vector<BasketLineV1> items;
};
struct BasketClearedV1 {
  static constexpr std::string_view type = "ddd.basket.cleared.v1";
  BasketId basket_id;
  UserId user_id;
  std::string reason;  ///< "user" or "payment"
  std::optional<PaymentId> payment_id;
  std::vector<BasketLineV1> items;  ///< what was added after the payment began
};
struct BasketExpiredV1 {
  static constexpr std::string_view type = "ddd.basket.expired.v1";
  BasketId basket_id;
  UserId user_id;
};

struct BasketProblemV1 {
  std::string code;
  std::optional<Money> current_price;     ///< of price_changed
  std::optional<std::int64_t> available;  ///< of insufficient_stock
};
/// What stands between a line and its purchase has changed; without problems nothing does any more. Of the line's own
/// sequence: the basket itself is as it was.
struct BasketItemFlaggedV1 {
  static constexpr std::string_view type = "ddd.basket.item_flagged.v1";
  BasketId basket_id;
  UserId user_id;
  ProductId product_id;
  std::vector<BasketProblemV1> problems;
};

}  // namespace ddd::contracts

namespace ddd::json {

template <>
struct Shape<contracts::BasketLineV1> {
  using T = contracts::BasketLineV1;
  static constexpr std::string_view name = "BasketLine";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id), field("quantity", &T::quantity, {.minimum = 1, .maximum = 99}),
             field("unit_price", &T::unit_price)};
};
template <>
struct Shape<contracts::BasketItemAddedV1> {
  using T = contracts::BasketItemAddedV1;
  static constexpr std::string_view name = "BasketItemAdded";
  static constexpr auto fields =
      Fields{field("basket_id", &T::basket_id), field("user_id", &T::user_id), field("product_id", &T::product_id),
             field("quantity", &T::quantity, {.description = "How many were added."}), field("items", &T::items)};
};
template <>
struct Shape<contracts::BasketQuantityChangedV1> {
  using T = contracts::BasketQuantityChangedV1;
  static constexpr std::string_view name = "BasketQuantityChanged";
  static constexpr auto fields =
      Fields{field("basket_id", &T::basket_id), field("user_id", &T::user_id), field("product_id", &T::product_id),
             field("quantity", &T::quantity, {.description = "How many there are now."}), field("items", &T::items)};
};
template <>
struct Shape<contracts::BasketItemRemovedV1> {
  using T = contracts::BasketItemRemovedV1;
  static constexpr std::string_view name = "BasketItemRemoved";
  static constexpr auto fields = Fields{field("basket_id", &T::basket_id), field("user_id", &T::user_id),
                                        field("product_id", &T::product_id), field("items", &T::items)};
};
template <>
struct Shape<contracts::BasketClearedV1> {
  using T = contracts::BasketClearedV1;
  static constexpr std::string_view name = "BasketCleared";
  static constexpr auto fields =
      Fields{field("basket_id", &T::basket_id), field("user_id", &T::user_id),
             field("reason", &T::reason, {.one_of = "user,payment"}), field("payment_id", &T::payment_id),
             field("items", &T::items, {.description = "What was added after the payment began."})};
};
template <>
struct Shape<contracts::BasketExpiredV1> {
  using T = contracts::BasketExpiredV1;
  static constexpr std::string_view name = "BasketExpired";
  static constexpr auto fields = Fields{field("basket_id", &T::basket_id), field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::BasketProblemV1> {
  using T = contracts::BasketProblemV1;
  static constexpr std::string_view name = "BasketProblem";
  static constexpr auto fields =
      Fields{field("code", &T::code, {.one_of = "price_changed,insufficient_stock,unavailable"}),
             field("current_price", &T::current_price), field("available", &T::available, {.minimum = 0})};
};
template <>
struct Shape<contracts::BasketItemFlaggedV1> {
  using T = contracts::BasketItemFlaggedV1;
  static constexpr std::string_view name = "BasketItemFlagged";
  static constexpr auto fields =
      Fields{field("basket_id", &T::basket_id), field("user_id", &T::user_id), field("product_id", &T::product_id),
             field("problems", &T::problems, {.description = "None: they are over."})};
};

}  // namespace ddd::json
