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
struct ReturnedLineV1 {
  ProductId product_id;
  std::int64_t quantity = 0;
};
struct PaymentRefundedV1 {
  static constexpr std::string_view type = "ddd.payment.refunded.v1";
  PaymentId payment_id;
  std::string order_id;
  UserId user_id;
  std::string refund_id;
  Money amount;
  Money refunded_amount;
  bool restock = false;
  std::vector<ReturnedLineV1> lines;
};
struct PaymentRefundFailedV1 {
  static constexpr std::string_view type = "ddd.payment.refund_failed.v1";
  PaymentId payment_id;
  UserId user_id;
  std::string refund_id;
  Money amount;
  Money refunded_amount;
};
struct PaymentDisputedV1 {
  static constexpr std::string_view type = "ddd.payment.disputed.v1";
  PaymentId payment_id;
  UserId user_id;
  Money amount;
  std::string dispute_id;
  std::string status;
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
struct Shape<contracts::ReturnedLineV1> {
  using T = contracts::ReturnedLineV1;
  static constexpr std::string_view name = "ReturnedLine";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id), field("quantity", &T::quantity, {.minimum = 1})};
};
template <>
struct Shape<contracts::PaymentRefundedV1> {
  using T = contracts::PaymentRefundedV1;
  static constexpr std::string_view name = "PaymentRefunded";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id),
             field("order_id", &T::order_id),
             field("user_id", &T::user_id),
             field("refund_id", &T::refund_id),
             field("amount", &T::amount, {.description = "Of this refund."}),
             field("refunded_amount", &T::refunded_amount, {.description = "Of all refunds of the payment."}),
             field("restock", &T::restock, {.description = "Whether the lines go back on the shelf."}),
             field("lines", &T::lines, {.description = "What goes back on the shelf; empty without restock."})};
};
template <>
struct Shape<contracts::PaymentRefundFailedV1> {
  using T = contracts::PaymentRefundFailedV1;
  static constexpr std::string_view name = "PaymentRefundFailed";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id), field("user_id", &T::user_id), field("refund_id", &T::refund_id),
             field("amount", &T::amount, {.description = "Of this refund, which the buyer did not get."}),
             field("refunded_amount", &T::refunded_amount, {.description = "Of all refunds of the payment."})};
};
template <>
struct Shape<contracts::PaymentDisputedV1> {
  using T = contracts::PaymentDisputedV1;
  static constexpr std::string_view name = "PaymentDisputed";
  static constexpr auto fields =
      Fields{field("payment_id", &T::payment_id), field("user_id", &T::user_id),
             field("amount", &T::amount, {.description = "Of the payment."}), field("dispute_id", &T::dispute_id),
             field("status", &T::status,
                   {.description = "The provider's word for how it stands: needs_response, won, lost."})};
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
