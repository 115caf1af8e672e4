#pragma once

#include <cstdint>
#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/catalogue_settings.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/product_repository.hpp>
#include <ddd/product/application/ports/product_views.hpp>
#include <ddd/product/application/views.hpp>

namespace ddd::product {

struct UpdateProduct {
  ProductId id;
  DetailsPatch patch;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
  Render<ProductView> render = nullptr;
};

/// An administrator edits catalogue data; activating, deactivating and featuring are edits too.
/// Errors: `product.not_found`, `product.invalid`, `product.sku_taken`, `product.stale`.
class UpdateProductHandler {
 public:
  UpdateProductHandler(ProductRepository& products, ProductViews& views, CatalogueChanges& changes,
                       const CatalogueSettings& settings, const Clock& clock)
      : products_(products), views_(views), changes_(changes), settings_(settings), clock_(clock) {}

  [[nodiscard]] Task<Result<ProductView>> handle(const CallContext& call, UpdateProduct command);

 private:
  [[nodiscard]] Task<Result<ProductView>> attempt(const CallContext& call, const UpdateProduct& command);

  ProductRepository& products_;
  ProductViews& views_;
  CatalogueChanges& changes_;
  const CatalogueSettings& settings_;
  const Clock& clock_;
};

}  // namespace ddd::product
