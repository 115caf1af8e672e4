#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

/// Payment is about to capture: from here on the reservation can't run out. Repeating it is fine.
/// Errors: `product.reservation_lost`, `product.reservation_not_found`.
class PinReservationHandler {
 public:
  PinReservationHandler(StockRepository& stocks, const Clock& clock) : stocks_(stocks), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, PinReservation command);

 private:
  StockRepository& stocks_;
  const Clock& clock_;
};

}  // namespace ddd::product
