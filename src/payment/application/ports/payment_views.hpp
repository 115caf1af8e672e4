#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <ddd/payment/application/views.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::payment {

struct PaymentListing {
  PaymentFilter filter;
  std::size_t limit = 20;
  std::optional<PaymentCursor> after;
};

/// The read side.
class PaymentViews {
 public:
  virtual ~PaymentViews() = default;
  [[nodiscard]] virtual Task<Result<std::optional<PaymentView>>> find(PaymentId id) = 0;
  [[nodiscard]] virtual Task<Result<PaymentPage>> list(PaymentListing listing) = 0;
  [[nodiscard]] virtual Task<Result<TransitionPage>> transitions(PaymentId id, std::size_t limit,
                                                                 std::optional<std::int64_t> after) = 0;
};

}  // namespace ddd::payment
