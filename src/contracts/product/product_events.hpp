#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>

/// The facts of topic product-events, version 1. The structs are the schema: contracts/events/product/v1 is made from
/// them.
namespace ddd::contracts {

inline constexpr std::string_view kProductTopic = "product-events";

struct ProductCreatedV1 {
  static constexpr std::string_view type = "ddd.product.created.v1";
  ProductId product_id;
  std::string sku;
  std::string name;
  Money price;
};
struct ProductUpdatedV1 {
  static constexpr std::string_view type = "ddd.product.updated.v1";
  ProductId product_id;
  std::vector<std::string> changed;
};
struct ProductPriceChangedV1 {
  static constexpr std::string_view type = "ddd.product.price_changed.v1";
  ProductId product_id;
  Money old_price;
  Money new_price;
};
struct ProductActivatedV1 {
  static constexpr std::string_view type = "ddd.product.activated.v1";
  ProductId product_id;
};
struct ProductDeactivatedV1 {
  static constexpr std::string_view type = "ddd.product.deactivated.v1";
  ProductId product_id;
};
struct ProductDeletedV1 {
  static constexpr std::string_view type = "ddd.product.deleted.v1";
  ProductId product_id;
};
struct StockUpdatedV1 {
  static constexpr std::string_view type = "ddd.product.stock_updated.v1";
  ProductId product_id;
  std::int64_t delta = 0;
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::string cause;
  std::string cause_id;
};
struct StockDepletedV1 {
  static constexpr std::string_view type = "ddd.product.stock_depleted.v1";
  ProductId product_id;
};
struct StockReplenishedV1 {
  static constexpr std::string_view type = "ddd.product.stock_replenished.v1";
  ProductId product_id;
  std::int64_t available = 0;
};
struct StockLineV1 {
  ProductId product_id;
  std::int64_t quantity = 0;
};
struct StockReservedV1 {
  static constexpr std::string_view type = "ddd.product.stock_reserved.v1";
  PaymentId payment_id;
  std::vector<StockLineV1> lines;
  Timestamp expires_at;
};
struct StockReleasedV1 {
  static constexpr std::string_view type = "ddd.product.stock_released.v1";
  PaymentId payment_id;
  std::vector<StockLineV1> lines;
};
struct StockReservationExpiredV1 {
  static constexpr std::string_view type = "ddd.product.stock_reservation_expired.v1";
  PaymentId payment_id;
  std::vector<StockLineV1> lines;
};

/// A completed payment's units could not be taken off the shelf: someone has to decide.
struct StockConsumeFailedV1 {
  static constexpr std::string_view type = "ddd.product.stock_consume_failed.v1";
  PaymentId payment_id;
  std::string code;
};

}  // namespace ddd::contracts

namespace ddd::json {

template <>
struct Shape<contracts::ProductCreatedV1> {
  using T = contracts::ProductCreatedV1;
  static constexpr std::string_view name = "ProductCreated";
  static constexpr auto fields = Fields{field("product_id", &T::product_id), field("sku", &T::sku),
                                        field("name", &T::name), field("price", &T::price)};
};
template <>
struct Shape<contracts::ProductUpdatedV1> {
  using T = contracts::ProductUpdatedV1;
  static constexpr std::string_view name = "ProductUpdated";
  static constexpr auto fields = Fields{field("product_id", &T::product_id),
                                        field("changed", &T::changed, {.description = "Names of the changed fields."})};
};
template <>
struct Shape<contracts::ProductPriceChangedV1> {
  using T = contracts::ProductPriceChangedV1;
  static constexpr std::string_view name = "ProductPriceChanged";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id), field("old_price", &T::old_price), field("new_price", &T::new_price)};
};
template <>
struct Shape<contracts::ProductActivatedV1> {
  using T = contracts::ProductActivatedV1;
  static constexpr std::string_view name = "ProductActivated";
  static constexpr auto fields = Fields{field("product_id", &T::product_id)};
};
template <>
struct Shape<contracts::ProductDeactivatedV1> {
  using T = contracts::ProductDeactivatedV1;
  static constexpr std::string_view name = "ProductDeactivated";
  static constexpr auto fields = Fields{field("product_id", &T::product_id)};
};
template <>
struct Shape<contracts::ProductDeletedV1> {
  using T = contracts::ProductDeletedV1;
  static constexpr std::string_view name = "ProductDeleted";
  static constexpr auto fields = Fields{field("product_id", &T::product_id)};
};
template <>
struct Shape<contracts::StockUpdatedV1> {
  using T = contracts::StockUpdatedV1;
  static constexpr std::string_view name = "StockUpdated";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id),
             field("delta", &T::delta, {.description = "Change of on hand."}),
             field("on_hand", &T::on_hand, {.minimum = 0}),
             field("reserved", &T::reserved, {.minimum = 0}),
             field("cause", &T::cause,
                   {.description = "Kind of the movement.", .one_of = "received,adjusted,consumed,restocked"}),
             field("cause_id", &T::cause_id, {.description = "Payment, refund or adjustment."})};
};
template <>
struct Shape<contracts::StockDepletedV1> {
  using T = contracts::StockDepletedV1;
  static constexpr std::string_view name = "StockDepleted";
  static constexpr auto fields = Fields{field("product_id", &T::product_id)};
};
template <>
struct Shape<contracts::StockReplenishedV1> {
  using T = contracts::StockReplenishedV1;
  static constexpr std::string_view name = "StockReplenished";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id), field("available", &T::available, {.minimum = 1})};
};
template <>
struct Shape<contracts::StockLineV1> {
  using T = contracts::StockLineV1;
  static constexpr std::string_view name = "StockLine";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id), field("quantity", &T::quantity, {.minimum = 1})};
};
template <>
struct Shape<contracts::StockReservedV1> {
  using T = contracts::StockReservedV1;
  static constexpr std::string_view name = "StockReserved";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id), field("lines", &T::lines), field("expires_at", &T::expires_at)};
};
template <>
struct Shape<contracts::StockReleasedV1> {
  using T = contracts::StockReleasedV1;
  static constexpr std::string_view name = "StockReleased";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id), field("lines", &T::lines)};
};
template <>
struct Shape<contracts::StockReservationExpiredV1> {
  using T = contracts::StockReservationExpiredV1;
  static constexpr std::string_view name = "StockReservationExpired";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id), field("lines", &T::lines)};
};
template <>
struct Shape<contracts::StockConsumeFailedV1> {
  using T = contracts::StockConsumeFailedV1;
  static constexpr std::string_view name = "StockConsumeFailed";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id), field("code", &T::code, {.description = "Why, as an error code."})};
};

}  // namespace ddd::json
