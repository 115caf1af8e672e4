#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <ddd/payment/application/ports/payment_alarms.hpp>
#include <ddd/payment/application/views.hpp>
#include <ddd/payment/domain/analytics.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::payment {

struct PaymentListing {
  PaymentFilter filter;
  std::size_t limit = 20;
  std::optional<PaymentCursor> after;
  bool with_total = false;
};

struct RefundListing {
  RefundFilter filter;
  std::size_t limit = 20;
  std::optional<RefundCursor> after;
};

/// The read side.
class PaymentViews {
 public:
  virtual ~PaymentViews() = default;
  [[nodiscard]] virtual Task<Result<std::optional<PaymentView>>> find(PaymentId id) = 0;
  [[nodiscard]] virtual Task<Result<PaymentPage>> list(PaymentListing listing) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<PaymentId>>> payment_of_intent(std::string intent_id) = 0;
  /// At most `limit` of the user's payments that Payment::cancel would accept.
  [[nodiscard]] virtual Task<Result<std::vector<PaymentId>>> cancellable(UserId user_id, std::size_t limit) = 0;
  /// Payments that have been uncertain, or unfulfilled, since these moments or longer; at most `limit` of each.
  [[nodiscard]] virtual Task<Result<OverduePayments>> overdue(Timestamp uncertain_since, Timestamp unfulfilled_since,
                                                              std::size_t limit) = 0;
  /// Of the payments begun at `from` or later and before `to`.
  [[nodiscard]] virtual Task<Result<std::vector<DayTotal>>> day_totals(Timestamp from, Timestamp to) = 0;
  [[nodiscard]] virtual Task<Result<TransitionPage>> transitions(PaymentId id, std::size_t limit,
                                                                 std::optional<std::int64_t> after) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<RefundView>>> find_refund(RefundId id) = 0;
  [[nodiscard]] virtual Task<Result<RefundPage>> list_refunds(RefundListing listing) = 0;
};

}  // namespace ddd::payment
