#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

/// Browsing and searching. Only administrators see inactive products and which run low, whatever
/// the filter says.
class ListProductsHandler {
 public:
  explicit ListProductsHandler(ProductViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<ProductPage>> handle(const CallContext& call, ProductListing query);

 private:
  ProductViews& views_;
};

}  // namespace ddd::product
