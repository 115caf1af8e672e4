#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/basket/application/views.hpp>
#include <ddd/platform/json/shape.hpp>

/// The JSON bodies of the basket routes. Their shapes are the schema in the OpenAPI document.
namespace ddd::basket {

struct ProblemBody {
  ProblemCode code = ProblemCode::unavailable;
  ProductId product_id;
  std::optional<Money> current_price;
  std::optional<std::int64_t> available;
};

struct ItemBody {
  ItemId id;
  ProductId product_id;
  std::optional<std::string> name;
  std::int64_t quantity = 0;
  Money unit_price;
  Money line_total;
  std::vector<ProblemBody> problems;
};

struct CheckoutBody {
  PaymentId payment_id;
  Timestamp since;
};

struct BasketBody {
  BasketId id;
  UserId user_id;
  std::vector<ItemBody> items;
  std::int64_t item_count = 0;
  Money total;
  std::vector<ProblemBody> problems;
  std::int64_t version = 0;
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp expires_at;
  std::optional<std::vector<CheckoutBody>> checkouts;
};

struct AddItemBody {
  ProductId product_id;
  std::int64_t quantity = 0;
};
struct SetQuantityBody {
  ProductId product_id;
  std::int64_t quantity = 0;
};
/// Where the path names the product, the body need not.
struct ItemQuantityBody {
  std::optional<ProductId> product_id;
  std::int64_t quantity = 0;
};

struct CleanUpBody {
  std::int64_t removed = 0;
};

[[nodiscard]] BasketBody to_body(const BasketView& view);
/// "<version>", or "<version>.<digest of problems and checkouts>" where there are any: they come and go without a write
/// of the basket, and a client that holds it without them must not be told that nothing has changed. If-Match compares
/// the first part.
[[nodiscard]] std::string etag_of(const BasketView& view);

}  // namespace ddd::basket

namespace ddd::json {

template <>
struct EnumNames<basket::ProblemCode> {
  static constexpr auto names =
      std::to_array<EnumName<basket::ProblemCode>>({{basket::ProblemCode::price_changed, "price_changed"},
                                                    {basket::ProblemCode::insufficient_stock, "insufficient_stock"},
                                                    {basket::ProblemCode::unavailable, "unavailable"}});
};

template <>
struct Shape<basket::ProblemBody> {
  using T = basket::ProblemBody;
  static constexpr std::string_view name = "BasketProblem";
  static constexpr auto fields =
      Fields{field("code", &T::code), field("product_id", &T::product_id),
             field("current_price", &T::current_price, {.description = "Of price_changed."}),
             field("available", &T::available, {.description = "Of insufficient_stock.", .minimum = 0})};
};

template <>
struct Shape<basket::ItemBody> {
  using T = basket::ItemBody;
  static constexpr std::string_view name = "BasketItem";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("product_id", &T::product_id),
             field("name", &T::name, {.description = "Absent when the product was deleted."}),
             field("quantity", &T::quantity, {.minimum = 1, .maximum = basket::Basket::kMostPerLine}),
             field("unit_price", &T::unit_price,
                   {.description = "When the quantity was last set; a payment charges today's."}),
             field("line_total", &T::line_total),
             field("problems", &T::problems)};
};

template <>
struct Shape<basket::CheckoutBody> {
  using T = basket::CheckoutBody;
  static constexpr std::string_view name = "BasketCheckout";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id), field("since", &T::since)};
};

template <>
struct Shape<basket::BasketBody> {
  using T = basket::BasketBody;
  static constexpr std::string_view name = "Basket";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("user_id", &T::user_id),
             field("items", &T::items, {.max_items = basket::Basket::kMostLines}),
             field("item_count", &T::item_count, {.description = "The sum of the quantities.", .minimum = 0}),
             field("total", &T::total),
             field("problems", &T::problems, {.description = "Those of all lines: shown, never silently repaired."}),
             field("version", &T::version, {.minimum = 1}),
             field("created_at", &T::created_at),
             field("updated_at", &T::updated_at),
             field("expires_at", &T::expires_at, {.description = "24 hours after the last change."}),
             field("checkouts", &T::checkouts,
                   {.description = "Payments of it under way, where there are any. Administrators only."})};
};

template <>
struct Shape<basket::AddItemBody> {
  using T = basket::AddItemBody;
  static constexpr std::string_view name = "AddItem";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id, {.example = "1"}),
             field("quantity", &T::quantity,
                   {.description = "Adds to what is in the basket.", .minimum = 1, .maximum = 99, .example = "2"})};
};
template <>
struct Shape<basket::SetQuantityBody> {
  using T = basket::SetQuantityBody;
  static constexpr std::string_view name = "SetQuantity";
  static constexpr auto fields = Fields{field("product_id", &T::product_id, {.example = "1"}),
                                        field("quantity", &T::quantity, {.minimum = 1, .maximum = 99})};
};
template <>
struct Shape<basket::ItemQuantityBody> {
  using T = basket::ItemQuantityBody;
  static constexpr std::string_view name = "ItemQuantity";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id, {.description = "That of the path, if given."}),
             field("quantity", &T::quantity, {.minimum = 1, .maximum = 99})};
};
template <>
struct Shape<basket::CleanUpBody> {
  using T = basket::CleanUpBody;
  static constexpr std::string_view name = "BasketCleanUp";
  static constexpr auto fields = Fields{field("removed", &T::removed, {.minimum = 0})};
};

}  // namespace ddd::json
