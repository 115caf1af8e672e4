#pragma once

#include <cstdint>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::product {

/// So many more views of one product.
struct ProductViewed {
  ProductId id;
  std::int64_t times = 0;

  friend bool operator==(const ProductViewed&, const ProductViewed&) = default;
};

/// Where views of products are counted: beside product and stock, so that neither version changes.
class ViewCounts {
 public:
  virtual ~ViewCounts() = default;
  /// All of them or none; those of products that are gone count for nothing. Error: `store.unavailable`.
  [[nodiscard]] virtual Task<Result<>> add(std::vector<ProductViewed> views) = 0;
};

}  // namespace ddd::product
