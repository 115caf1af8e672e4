#pragma once

#include <cstdint>
#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/product_repository.hpp>

namespace ddd::product {

struct DeleteProduct {
  ProductId id;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// An administrator takes a product out of the catalogue for good; payments under way keep their reservations.
/// Errors: `product.not_found`, `product.stale`.
class DeleteProductHandler {
 public:
  DeleteProductHandler(ProductRepository& products, CatalogueChanges& changes, const Clock& clock)
      : products_(products), changes_(changes), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, DeleteProduct command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, const DeleteProduct& command);

  ProductRepository& products_;
  CatalogueChanges& changes_;
  const Clock& clock_;
};

}  // namespace ddd::product
