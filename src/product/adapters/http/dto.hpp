#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/api/money_body.hpp>
#include <ddd/platform/json/shape.hpp>
#include <ddd/product/application/views.hpp>

/// The JSON bodies of the product routes. Their shapes are the schema in the OpenAPI document.
namespace ddd::product {

struct ProductBody {
  ProductId id;
  std::string name;
  std::optional<std::string> description;
  std::optional<std::string> short_description;
  std::string sku;
  Money price;
  std::optional<Money> compare_at_price;
  std::optional<std::string> category;
  std::optional<std::string> sub_category;
  std::optional<std::string> brand;
  std::vector<std::string> tags;
  std::vector<std::string> images;
  std::int64_t stock = 0;
  std::optional<std::int64_t> on_hand;  ///< administrators only, as the next three
  std::optional<std::int64_t> reserved;
  std::optional<std::int64_t> min_stock;
  std::optional<std::int64_t> in_baskets;
  bool is_active = true;
  bool is_featured = false;
  bool is_digital = false;
  std::int64_t version = 0;
  std::int64_t view_count = 0;
  Timestamp created_at;
  Timestamp updated_at;
};

struct CreateProductBody {
  std::string name;
  std::string sku;
  api::MoneyBody price;
  std::optional<std::string> description;
  std::optional<std::string> short_description;
  std::optional<api::MoneyBody> compare_at_price;
  std::optional<std::string> category;
  std::optional<std::string> sub_category;
  std::optional<std::string> brand;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<std::string>> images;
  std::optional<std::int64_t> stock;
  std::optional<std::int64_t> min_stock;
  std::optional<bool> is_active;
  std::optional<bool> is_featured;
  std::optional<bool> is_digital;
};

struct UpdateProductBody {
  std::optional<std::string> name;
  std::optional<std::string> sku;
  std::optional<api::MoneyBody> price;
  std::optional<std::string> description;
  std::optional<std::string> short_description;
  std::optional<api::MoneyBody> compare_at_price;
  std::optional<std::string> category;
  std::optional<std::string> sub_category;
  std::optional<std::string> brand;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<std::string>> images;
  std::optional<std::int64_t> min_stock;
  std::optional<bool> is_active;
  std::optional<bool> is_featured;
  std::optional<bool> is_digital;
};

struct SetStockBody {
  std::int64_t stock = 0;
};
struct StockAmountBody {
  std::int64_t amount = 0;
  std::optional<std::string> reason;
};

struct CategoryBody {
  std::string name;
  std::int64_t product_count = 0;
};
struct MovementBody {
  std::int64_t delta = 0;
  std::int64_t reserved_delta = 0;
  std::string kind;
  std::string cause_id;
  std::optional<std::string> reason;
  std::int64_t on_hand_after = 0;
  std::int64_t reserved_after = 0;
  Timestamp at;
};

[[nodiscard]] ProductBody to_body(const ProductView& view, bool for_admin);
[[nodiscard]] MovementBody to_body(const Movement& movement);
/// "<product version>.<stock version>"; If-Match compares the first part.
[[nodiscard]] std::string etag_of(const ProductView& view);
/// Notes an unknown currency or an impossible SKU; `catalogue` stands in for the former.
[[nodiscard]] Details to_details(Validation& check, const CreateProductBody& body, Currency catalogue);
/// Error: `product.invalid` for the same.
[[nodiscard]] Result<DetailsPatch> to_patch(const UpdateProductBody& body);

}  // namespace ddd::product

namespace ddd::json {

template <>
struct Shape<product::ProductBody> {
  using T = product::ProductBody;
  static constexpr std::string_view name = "Product";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("name", &T::name),
             field("description", &T::description),
             field("short_description", &T::short_description),
             field("sku", &T::sku),
             field("price", &T::price),
             field("compare_at_price", &T::compare_at_price),
             field("category", &T::category),
             field("sub_category", &T::sub_category),
             field("brand", &T::brand),
             field("tags", &T::tags),
             field("images", &T::images),
             field("stock", &T::stock, {.description = "Available units: on hand less reserved.", .minimum = 0}),
             field("on_hand", &T::on_hand, {.description = "Administrators only.", .minimum = 0}),
             field("reserved", &T::reserved, {.description = "Administrators only.", .minimum = 0}),
             field("min_stock", &T::min_stock, {.description = "Administrators only.", .minimum = 0}),
             field("in_baskets", &T::in_baskets,
                   {.description = "How many baskets hold it. Administrators only.", .minimum = 0}),
             field("is_active", &T::is_active),
             field("is_featured", &T::is_featured),
             field("is_digital", &T::is_digital),
             field("version", &T::version, {.minimum = 1}),
             field("view_count", &T::view_count, {.minimum = 0}),
             field("created_at", &T::created_at),
             field("updated_at", &T::updated_at)};
};

template <>
struct Shape<product::CreateProductBody> {
  using T = product::CreateProductBody;
  static constexpr std::string_view name = "CreateProduct";
  static constexpr auto fields =
      Fields{field("name", &T::name, {.min_length = 1, .max_length = 255, .example = "\"Blue mug\""}),
             field("sku", &T::sku, {.min_length = 1, .max_length = 100, .example = "\"MUG-BLUE\""}),
             field("price", &T::price),
             field("description", &T::description, {.max_length = 10000, .multiline = true}),
             field("short_description", &T::short_description, {.max_length = 500}),
             field("compare_at_price", &T::compare_at_price, {.description = "Not below the price."}),
             field("category", &T::category, {.max_length = 100}),
             field("sub_category", &T::sub_category, {.max_length = 100}),
             field("brand", &T::brand, {.max_length = 100}),
             field("tags", &T::tags, {.min_length = 1, .max_length = 50, .max_items = 20}),
             field("images", &T::images, {.min_length = 1, .max_length = 2000, .max_items = 20}),
             field("stock", &T::stock, {.description = "Opening stock.", .minimum = 0, .maximum = 1'000'000'000}),
             field("min_stock", &T::min_stock, {.minimum = 0}),
             field("is_active", &T::is_active, {.description = "True unless said otherwise."}),
             field("is_featured", &T::is_featured),
             field("is_digital", &T::is_digital)};
};

template <>
struct Shape<product::UpdateProductBody> {
  using T = product::UpdateProductBody;
  static constexpr std::string_view name = "UpdateProduct";
  static constexpr auto fields =
      Fields{field("name", &T::name, {.min_length = 1, .max_length = 255}),
             field("sku", &T::sku, {.min_length = 1, .max_length = 100}),
             field("price", &T::price),
             field("description", &T::description, {.max_length = 10000, .multiline = true}),
             field("short_description", &T::short_description, {.max_length = 500}),
             field("compare_at_price", &T::compare_at_price),
             field("category", &T::category, {.max_length = 100}),
             field("sub_category", &T::sub_category, {.max_length = 100}),
             field("brand", &T::brand, {.max_length = 100}),
             field("tags", &T::tags, {.min_length = 1, .max_length = 50, .max_items = 20}),
             field("images", &T::images, {.min_length = 1, .max_length = 2000, .max_items = 20}),
             field("min_stock", &T::min_stock, {.minimum = 0}),
             field("is_active", &T::is_active),
             field("is_featured", &T::is_featured),
             field("is_digital", &T::is_digital)};
};

template <>
struct Shape<product::SetStockBody> {
  using T = product::SetStockBody;
  static constexpr std::string_view name = "SetStock";
  static constexpr auto fields =
      Fields{field("stock", &T::stock, {.description = "Absolute on hand.", .minimum = 0, .maximum = 1'000'000'000})};
};
template <>
struct Shape<product::StockAmountBody> {
  using T = product::StockAmountBody;
  static constexpr std::string_view name = "StockAmount";
  static constexpr auto fields = Fields{field("amount", &T::amount, {.minimum = 1, .maximum = 1'000'000'000}),
                                        field("reason", &T::reason, {.max_length = 255})};
};
template <>
struct Shape<product::CategoryBody> {
  using T = product::CategoryBody;
  static constexpr std::string_view name = "Category";
  static constexpr auto fields =
      Fields{field("name", &T::name), field("product_count", &T::product_count, {.minimum = 1})};
};
template <>
struct Shape<product::MovementBody> {
  using T = product::MovementBody;
  static constexpr std::string_view name = "StockMovement";
  static constexpr auto fields =
      Fields{field("delta", &T::delta, {.description = "Change of on hand."}),
             field("reserved_delta", &T::reserved_delta, {.description = "Change of reserved."}),
             field("kind", &T::kind, {.one_of = "received,adjusted,reserved,released,consumed,restocked"}),
             field("cause_id", &T::cause_id),
             field("reason", &T::reason),
             field("on_hand_after", &T::on_hand_after),
             field("reserved_after", &T::reserved_after),
             field("at", &T::at)};
};

}  // namespace ddd::json
