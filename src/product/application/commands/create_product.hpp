#pragma once

#include <cstdint>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/catalogue_settings.hpp>
#include <ddd/product/application/ports/product_repository.hpp>
#include <ddd/product/application/views.hpp>

namespace ddd::product {

struct CreateProduct {
  Details details;
  std::int64_t stock = 0;  ///< opening stock, 0 ... Stock::kMost
  Render<ProductView> render = nullptr;
};

/// An administrator puts a product into the catalogue. Errors: `product.invalid`, `product.sku_taken`.
class CreateProductHandler {
 public:
  CreateProductHandler(ProductRepository& products, const CatalogueSettings& settings, const Clock& clock,
                       IdSource& ids)
      : products_(products), settings_(settings), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<ProductView>> handle(const CallContext& call, CreateProduct command);

 private:
  ProductRepository& products_;
  const CatalogueSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::product
