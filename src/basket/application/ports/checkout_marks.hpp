#pragma once

#include <vector>

#include <ddd/basket/application/views.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::basket {

/// Which payments of a basket are under way, as events tell: for people to see. Nothing is decided by it.
class CheckoutMarks {
 public:
  virtual ~CheckoutMarks() = default;
  /// With what SaveContext says beside it; a basket that is gone is not marked.
  [[nodiscard]] virtual Task<Result<>> mark(BasketId basket_id, CheckoutMark mark, SaveContext context) = 0;
  [[nodiscard]] virtual Task<Result<>> unmark(PaymentId payment_id, SaveContext context) = 0;
  /// Oldest first.
  [[nodiscard]] virtual Task<Result<std::vector<CheckoutMark>>> of(BasketId basket_id) = 0;
};

}  // namespace ddd::basket
