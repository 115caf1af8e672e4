#pragma once

#include <string>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

/// A refund has brought goods back, says an event.
struct GoodsReturned {
  PaymentId payment_id;
  std::string refund_id;
  std::vector<StockLine> lines;
  InboxEntry event;
};

/// Returned units go back on the shelf, once per refund. Errors: `store.duplicate_event`,
/// `product.reservation_not_found`, `product.reservation_state` unless they had left, `product.reservation_differs`.
class RestockReturnHandler {
 public:
  RestockReturnHandler(StockRepository& stocks, CatalogueChanges& changes, const Clock& clock)
      : stocks_(stocks), changes_(changes), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, GoodsReturned fact);

 private:
  StockRepository& stocks_;
  CatalogueChanges& changes_;
  const Clock& clock_;
};

}  // namespace ddd::product
