#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

/// Payment asks for units to be set aside, all lines or none. Repeating it finds the same reservation.
/// Errors: `product.insufficient_stock` (with `lines`), `product.not_found`, `product.reservation_differs`,
/// `product.reservation_lost`.
class ReserveStockHandler {
 public:
  ReserveStockHandler(StockRepository& stocks, CatalogueChanges& changes, const Clock& clock)
      : stocks_(stocks), changes_(changes), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, ReserveStock command);

 private:
  StockRepository& stocks_;
  CatalogueChanges& changes_;
  const Clock& clock_;
};

}  // namespace ddd::product
