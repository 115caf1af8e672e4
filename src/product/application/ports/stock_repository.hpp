#pragma once

#include <cstddef>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/product/domain/reservation_order.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

/// Where stocks and reservations live.
class StockRepository {
 public:
  virtual ~StockRepository() = default;
  /// Error: `product.not_found`.
  [[nodiscard]] virtual Task<Result<Stock>> find(ProductId id) = 0;
  /// One stock with its movements, in one transaction with what SaveContext says.
  [[nodiscard]] virtual Task<Result<>> save(Stock& stock, SaveContext context) = 0;
  /// Locks what the order concerns, lets `carry_out` decide, and stores the outcome, in one transaction; gives the
  /// books as stored. Errors: those of `carry_out`, and SaveContext's.
  [[nodiscard]] virtual Task<Result<StockBooks>> apply(ReservationOrder order, SaveContext context) = 0;
  /// Notes that a completed payment's units could not be taken, and tells it; once per payment, a repeat does nothing.
  [[nodiscard]] virtual Task<Result<>> note_failure(StockConsumeFailed failure, SaveContext context) = 0;
  /// Held reservations whose time is over, oldest first.
  [[nodiscard]] virtual Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) = 0;
};

}  // namespace ddd::product
