#pragma once

#include <cstddef>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

struct ExpireReservations {
  std::size_t limit = 100;
};

/// The sweep that gives back what was held too long. Always safe: nothing is captured without a pin. Gives how many it
/// ended.
class ExpireReservationsHandler {
 public:
  ExpireReservationsHandler(StockRepository& stocks, CatalogueChanges& changes, const Clock& clock)
      : stocks_(stocks), changes_(changes), clock_(clock) {}

  [[nodiscard]] Task<Result<std::size_t>> handle(const CallContext& call, ExpireReservations command);

 private:
  StockRepository& stocks_;
  CatalogueChanges& changes_;
  const Clock& clock_;
};

}  // namespace ddd::product
