#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>

/// What other contexts hold of a user, as JSON: the further parts of an export.
namespace ddd::user {

struct HeldBasketItemBody {
  ProductId product_id;
  std::int64_t quantity = 0;
  Money unit_price;
  Timestamp added_at;
};
struct HeldBasketBody {
  BasketId id;
  std::vector<HeldBasketItemBody> items;
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp expires_at;
};
struct HeldPaymentLineBody {
  ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;
  Money unit_price;
};
struct HeldPaymentBody {
  PaymentId id;
  std::string order_id;
  std::string status;
  Money amount;
  Money refunded_amount;
  std::optional<std::string> payment_method;
  std::vector<HeldPaymentLineBody> lines;
  Timestamp created_at;
  std::optional<Timestamp> completed_at;
};
struct HeldPaymentMethodBody {
  std::string id;
  std::string brand;
  std::string last_four_digits;
  std::int64_t expiry_month = 0;
  std::int64_t expiry_year = 0;
  bool is_default = false;
  Timestamp created_at;
};

}  // namespace ddd::user

namespace ddd::json {

template <>
struct Shape<user::HeldBasketItemBody> {
  using T = user::HeldBasketItemBody;
  static constexpr std::string_view name = "HeldBasketItem";
  static constexpr auto fields = Fields{field("product_id", &T::product_id), field("quantity", &T::quantity),
                                        field("unit_price", &T::unit_price), field("added_at", &T::added_at)};
};
template <>
struct Shape<user::HeldBasketBody> {
  using T = user::HeldBasketBody;
  static constexpr std::string_view name = "HeldBasket";
  static constexpr auto fields =
      Fields{field("id", &T::id), field("items", &T::items), field("created_at", &T::created_at),
             field("updated_at", &T::updated_at), field("expires_at", &T::expires_at)};
};
template <>
struct Shape<user::HeldPaymentLineBody> {
  using T = user::HeldPaymentLineBody;
  static constexpr std::string_view name = "HeldPaymentLine";
  static constexpr auto fields = Fields{field("product_id", &T::product_id), field("name", &T::name),
                                        field("quantity", &T::quantity), field("unit_price", &T::unit_price)};
};
template <>
struct Shape<user::HeldPaymentBody> {
  using T = user::HeldPaymentBody;
  static constexpr std::string_view name = "HeldPayment";
  static constexpr auto fields = Fields{field("id", &T::id),
                                        field("order_id", &T::order_id),
                                        field("status", &T::status),
                                        field("amount", &T::amount),
                                        field("refunded_amount", &T::refunded_amount),
                                        field("payment_method", &T::payment_method),
                                        field("lines", &T::lines),
                                        field("created_at", &T::created_at),
                                        field("completed_at", &T::completed_at)};
};
template <>
struct Shape<user::HeldPaymentMethodBody> {
  using T = user::HeldPaymentMethodBody;
  static constexpr std::string_view name = "HeldPaymentMethod";
  static constexpr auto fields = Fields{field("id", &T::id),
                                        field("brand", &T::brand),
                                        field("last_four_digits", &T::last_four_digits),
                                        field("expiry_month", &T::expiry_month),
                                        field("expiry_year", &T::expiry_year),
                                        field("is_default", &T::is_default),
                                        field("created_at", &T::created_at)};
};

}  // namespace ddd::json
