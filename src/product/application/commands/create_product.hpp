#pragma once

#include <cstdint>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/catalogue_settings.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/product_repository.hpp>
#include <ddd/product/application/views.hpp>

namespace ddd::product {

struct CreateProduct {
  Details details;
  std::int64_t stock = 0;  ///< opening stock, 0 ... Stock::kMost
  /// What the request broke before it could be told as Details; it is refused with the rest.
  Validation broken = {};
  Render<ProductView> render = nullptr;
};

/// An administrator puts a product into the catalogue. Errors: `product.invalid`, `product.sku_taken`.
class CreateProductHandler {
 public:
  CreateProductHandler(ProductRepository& products, CatalogueChanges& changes, const CatalogueSettings& settings,
                       const Clock& clock, IdSource& ids)
      : products_(products), changes_(changes), settings_(settings), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<ProductView>> handle(const CallContext& call, CreateProduct command);

 private:
  [[nodiscard]] Result<> check_rules(const CreateProduct& command) const;

  ProductRepository& products_;
  CatalogueChanges& changes_;
  const CatalogueSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::product
