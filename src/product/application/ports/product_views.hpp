#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/product/application/views.hpp>

namespace ddd::product {

struct ProductListing {
  ProductFilter filter;
  ProductSort sort = ProductSort::newest;
  std::size_t limit = 20;
  std::optional<ProductCursor> after;
  bool with_total = false;
};

/// The read side. Deleted products don't exist here.
class ProductViews {
 public:
  virtual ~ProductViews() = default;
  /// Those of `ids` that exist, in no particular order.
  [[nodiscard]] virtual Task<Result<std::vector<ProductView>>> find_many(std::vector<ProductId> ids) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<ProductView>>> find_by_sku(std::string sku) = 0;
  /// In keyset order: stable while others insert. O(log n + limit) for every sort but relevance, which looks at all
  /// matches.
  [[nodiscard]] virtual Task<Result<ProductPage>> list(ProductListing listing) = 0;
  /// Categories of active products, by name.
  [[nodiscard]] virtual Task<Result<std::vector<CategoryView>>> categories() = 0;
  /// A product's movements, newest first; `before` is the row to go on from.
  [[nodiscard]] virtual Task<Result<MovementPage>> movements(ProductId id, std::size_t limit,
                                                             std::optional<std::int64_t> before) = 0;
};

}  // namespace ddd::product
