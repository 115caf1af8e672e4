#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ddd::embedded {

struct DemoProduct {
  std::string_view sku;
  std::string_view name;
  std::string_view category;
  std::string_view brand;
  std::int64_t price = 0;  ///< minor units
  std::int64_t stock = 0;
  bool is_featured = false;
  std::string_view description;
};

/// Sixty products, ten in each of six categories.
[[nodiscard]] std::span<const DemoProduct> demo_products();

}  // namespace ddd::embedded
