#pragma once

#include <string>
#include <variant>

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

/// By id or by SKU.
struct GetProduct {
  std::variant<ProductId, std::string> which;
};

/// Inactive products are shown to administrators only. Error: `product.not_found`.
class GetProductHandler {
 public:
  explicit GetProductHandler(ProductViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<ProductView>> handle(const CallContext& call, GetProduct query);

 private:
  ProductViews& views_;
};

}  // namespace ddd::product
