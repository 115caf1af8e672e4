#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

/// A payment has ended, says an event.
struct PaymentEnded {
  PaymentId payment_id;
  bool completed = false;
  InboxEntry event;
};

/// When a payment completes its units leave the shelf; when it fails, is cancelled or expires they go back on it.
/// Applied once per event. What can't be taken off the shelf is told, and refused, so that someone looks at it. Errors:
/// `store.duplicate_event`, `product.reservation_not_found`, `product.reservation_state`.
class SettleReservationHandler {
 public:
  SettleReservationHandler(StockRepository& stocks, CatalogueChanges& changes, const Clock& clock)
      : stocks_(stocks), changes_(changes), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, PaymentEnded fact);

 private:
  StockRepository& stocks_;
  CatalogueChanges& changes_;
  const Clock& clock_;
};

}  // namespace ddd::product
