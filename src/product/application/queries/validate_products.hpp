#pragma once

#include <vector>

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

struct ValidateProducts {
  std::vector<ProductId> ids;  ///< at most 100
};

/// What basket and payment need to know of many products at once: name, price, availability, whether for sale. Unknown
/// ones are left out of the answer.
class ValidateProductsHandler {
 public:
  explicit ValidateProductsHandler(ProductViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<std::vector<ProductView>>> handle(const CallContext& call, ValidateProducts query);

 private:
  ProductViews& views_;
};

}  // namespace ddd::product
