#pragma once

#include <vector>

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

struct ListCategories {};

/// The categories that have active products, with how many.
class ListCategoriesHandler {
 public:
  explicit ListCategoriesHandler(ProductViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<std::vector<CategoryView>>> handle(const CallContext& call, ListCategories query);

 private:
  ProductViews& views_;
};

}  // namespace ddd::product
