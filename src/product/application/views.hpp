#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/page.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/product/domain/details.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

/// A product as it is read: catalogue data and stock side by side.
struct ProductView {
  ProductId id;
  Details details;
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t version = 0;
  std::int64_t stock_version = 0;
  std::int64_t view_count = 0;
  std::int64_t in_baskets = 0;  ///< how many baskets hold it
  Timestamp created_at;
  Timestamp updated_at;

  [[nodiscard]] std::int64_t available() const { return on_hand - reserved; }
  friend bool operator==(const ProductView&, const ProductView&) = default;
};

enum class ProductSort { newest, price_ascending, price_descending, name, relevance };

struct ProductFilter {
  std::optional<std::string> category;
  std::optional<std::string> brand;
  std::optional<std::int64_t> min_price;  ///< minor units
  std::optional<std::int64_t> max_price;
  std::optional<bool> in_stock;
  std::optional<bool> is_featured;
  std::optional<bool> is_low;  ///< less is available than the product's min_stock
  /// Words to find in name, description, brand, tags and SKU; each must occur as the beginning of a word.
  std::optional<std::string> text;
  /// Nothing: active and inactive ones.
  std::optional<bool> is_active = true;
};

/// Where a page ended: the sort value of its last product (number or text, by sort) and the product.
struct ProductCursor {
  std::variant<std::int64_t, std::string> value;
  ProductId id;
};

using ProductPage = Page<ProductView, ProductCursor>;

struct CategoryView {
  std::string name;
  std::int64_t product_count = 0;
};

struct MovementView {
  std::int64_t row = 0;
  Movement movement;
};
using MovementPage = Page<MovementView, std::int64_t>;

}  // namespace ddd::product
