#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

/// Payment gives units back. Fine when there is no such reservation or it was given back before.
/// Error: `product.reservation_state` when its units were sold.
class ReleaseReservationHandler {
 public:
  ReleaseReservationHandler(StockRepository& stocks, CatalogueChanges& changes, const Clock& clock)
      : stocks_(stocks), changes_(changes), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, ReleaseReservation command);

 private:
  StockRepository& stocks_;
  CatalogueChanges& changes_;
  const Clock& clock_;
};

}  // namespace ddd::product
