#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/product/domain/sku.hpp>

namespace ddd::product {

/// What the shop says about a product. Plain data; `check` holds the rules.
struct Details {
  std::string name;
  std::string description;
  std::string short_description;
  Sku sku = Sku::restore("");
  Money price;
  std::optional<Money> compare_at_price;
  std::string category;
  std::string sub_category;
  std::string brand;
  std::vector<std::string> tags;
  std::vector<std::string> images;
  bool is_active = true;
  bool is_featured = false;
  bool is_digital = false;
  /// Below this many available units the product runs low, which administrators can ask for.
  std::int64_t min_stock = 0;

  friend bool operator==(const Details&, const Details&) = default;
};

/// The fields of an edit; what is absent stays.
struct DetailsPatch {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> short_description;
  std::optional<Sku> sku;
  std::optional<Money> price;
  std::optional<Money> compare_at_price;
  std::optional<std::string> category;
  std::optional<std::string> sub_category;
  std::optional<std::string> brand;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<std::string>> images;
  std::optional<bool> is_active;
  std::optional<bool> is_featured;
  std::optional<bool> is_digital;
  std::optional<std::int64_t> min_stock;

  [[nodiscard]] Details applied_to(Details details) const;
};

/// `product.invalid` (rejected) with every broken rule: name 1-255; price >= 0 in the catalogue's currency;
/// compare_at_price >= price; short_description <= 500; description <= 10,000; category, sub_category, brand <= 100; at
/// most 20 tags of 1-50 characters and 20 images, each an http(s) address of at most 2,000 without credentials;
/// min_stock >= 0.
[[nodiscard]] Result<> check(const Details& details, Currency catalogue_currency);

}  // namespace ddd::product
