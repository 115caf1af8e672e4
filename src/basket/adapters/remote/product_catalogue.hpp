#pragma once

#include <ddd/basket/application/ports/product_catalogue.hpp>
#include <ddd/contracts/product/product_api.hpp>

namespace ddd::basket {

/// Asks the product context through its published calls, wherever it runs, in this service's own name.
class ProductApiCatalogue final : public ProductCatalogue {
 public:
  /// `products` outlives the catalogue.
  explicit ProductApiCatalogue(contracts::ProductApi& products) : products_(products) {}

  [[nodiscard]] Task<Result<std::vector<Offer>>> find_many(const CallContext& call,
                                                           std::vector<ProductId> ids) override;

 private:
  contracts::ProductApi& products_;
};

}  // namespace ddd::basket
