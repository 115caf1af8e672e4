#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/platform/json/shape.hpp>

/// The facts of topic payment-events, version 1.
namespace ddd::contracts {

inline constexpr std::string_view kPaymentTopic = "payment-events";

struct PaymentLineV1 {
  ProductId product_id;
  std::int64_t quantity = 0;
  Money unit_price;
};
struct PaymentInitiatedV1 {
  static constexpr std::string_view type = "ddd.payment.initiated.v1";
  PaymentId payment_id;
  std::string order_id;
  UserId user_id;
  std::optional<BasketId> basket_id;
  std::optional<std::int64_t> basket_version;
  std::vector<PaymentLineV1> lines;
  Money amount;
};
struct PaymentAuthorizedV1 {
  static constexpr std::string_view type = "ddd.payment.authorized.v1";
  PaymentId payment_id;
  UserId user_id;
  Money amount;
};
struct PaymentCompletedV1 {
  static constexpr std::string_view type = "ddd.payment.completed.v1";
  PaymentId payment_id;
  std::string order_id;
  UserId user_id;
  std::optional<BasketId> basket_id;
  std::optional<std::int64_t> basket_version;
  std::vector<PaymentLineV1> lines;
  Money amount;
};
struct PaymentFailedV1 {
  static constexpr std::string_view type = "ddd.payment.failed.v1";
  PaymentId payment_id;
  UserId user_id;
  std::string code;
};
struct PaymentCancelledV1 {
  static constexpr std::string_view type = "ddd.payment.cancelled.v1";
  PaymentId payment_id;
  UserId user_id;
};
struct PaymentExpiredV1 {
  static constexpr std::string_view type = "ddd.payment.expired.v1";
  PaymentId payment_id;
  UserId user_id;
};
struct PaymentMethodAddedV1 {
  static constexpr std::string_view type = "ddd.payment.method_added.v1";
  UserId user_id;
  std::string payment_method_id;
};
struct PaymentMethodRemovedV1 {
  static constexpr std::string_view type = "ddd.payment.method_removed.v1";
  UserId user_id;
  std::string payment_method_id;
};

}  // namespace ddd::contracts

namespace ddd::json {

template <>
struct Shape<contracts::PaymentLineV1> {
  using T = contracts::PaymentLineV1;
  static constexpr std::string_view name = "PaymentLine";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id), field("quantity", &T::quantity, {.minimum = 1, .maximum = 99}),
             field("unit_price", &T::unit_price)};
};
template <>
struct Shape<contracts::PaymentInitiatedV1> {
  using T = contracts::PaymentInitiatedV1;
  static constexpr std::string_view name = "PaymentInitiated";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id),
                                        field("order_id", &T::order_id),
                                        field("user_id", &T::user_id),
                                        field("basket_id", &T::basket_id),
                                        field("basket_version", &T::basket_version),
                                        field("lines", &T::lines),
                                        field("amount", &T::amount)};
};
template <>
struct Shape<contracts::PaymentAuthorizedV1> {
  using T = contracts::PaymentAuthorizedV1;
  static constexpr std::string_view name = "PaymentAuthorized";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id), field("user_id", &T::user_id), field("amount", &T::amount)};
};
template <>
struct Shape<contracts::PaymentCompletedV1> {
  using T = contracts::PaymentCompletedV1;
  static constexpr std::string_view name = "PaymentCompleted";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id),
                                        field("order_id", &T::order_id),
                                        field("user_id", &T::user_id),
                                        field("basket_id", &T::basket_id),
                                        field("basket_version", &T::basket_version),
                                        field("lines", &T::lines),
                                        field("amount", &T::amount)};
};
template <>
struct Shape<contracts::PaymentFailedV1> {
  using T = contracts::PaymentFailedV1;
  static constexpr std::string_view name = "PaymentFailed";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id), field("user_id", &T::user_id), field("code", &T::code)};
};
template <>
struct Shape<contracts::PaymentCancelledV1> {
  using T = contracts::PaymentCancelledV1;
  static constexpr std::string_view name = "PaymentCancelled";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id), field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::PaymentExpiredV1> {
  using T = contracts::PaymentExpiredV1;
  static constexpr std::string_view name = "PaymentExpired";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id), field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::PaymentMethodAddedV1> {
  using T = contracts::PaymentMethodAddedV1;
  static constexpr std::string_view name = "PaymentMethodAdded";
  static constexpr auto fields =
      Fields{field("user_id", &T::user_id), field("payment_method_id", &T::payment_method_id)};
};
template <>
struct Shape<contracts::PaymentMethodRemovedV1> {
  using T = contracts::PaymentMethodRemovedV1;
  static constexpr std::string_view name = "PaymentMethodRemoved";
  static constexpr auto fields =
      Fields{field("user_id", &T::user_id), field("payment_method_id", &T::payment_method_id)};
};

}  // namespace ddd::json
