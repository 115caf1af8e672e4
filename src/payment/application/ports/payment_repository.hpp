#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/payment/domain/payment.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::payment {

/// Who works on a payment and when someone should look at it next. Not part of the aggregate: it changes without a
/// version, and a lost lease is harmless because every save checks the version.
struct Schedule {
  std::string lease_owner;  ///< empty: nobody
  std::optional<Timestamp> lease_until;
  std::optional<Timestamp> next_action_at;  ///< nothing: no step is due
  int tries = 0;                            ///< in a row without progress, for the backoff
};

/// A payment with its schedule as stored.
struct ClaimedPayment {
  Payment payment;
  int tries = 0;
};

/// Payments whose next action is due.
struct DuePayments {
  std::vector<ClaimedPayment> payments;
  std::vector<PaymentId> unreadable;  ///< damaged in the store: passed over, and due again after a while
};

/// Whether a provider's event says that a refund has come to another end than it was told at first: the only ones after
/// which a payment that was sold is looked at again.
[[nodiscard]] inline bool tells_of_refund(std::string_view type) {
  return type == "refund.updated" || type == "refund.failed" || type == "charge.refund.updated";
}

/// Where payments live, with their transitions, prepared gateway calls and ledger: `add` and `save` write all of that,
/// the schedule and what SaveContext says in one transaction.
class PaymentRepository {
 public:
  virtual ~PaymentRepository() = default;
  /// Error: `payment.not_found`.
  [[nodiscard]] virtual Task<Result<Payment>> find(PaymentId id) = 0;
  /// Error: `payment.already_open` (with `payment_id`) when this basket version has a payment that was not abandoned.
  [[nodiscard]] virtual Task<Result<>> add(Payment& payment, Schedule schedule, SaveContext context) = 0;
  [[nodiscard]] virtual Task<Result<>> save(Payment& payment, Schedule schedule, SaveContext context) = 0;

  /// Takes the lease until `until`. Errors: `payment.not_found`, `payment.in_progress` while someone else holds it.
  [[nodiscard]] virtual Task<Result<ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                           Timestamp until) = 0;
  /// Takes the leases of at most `limit` payments whose next action is due and that nobody holds, the longest waiting
  /// first.
  [[nodiscard]] virtual Task<Result<DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
                                                            std::size_t limit) = 0;
  /// How long a damaged payment is left alone.
  static constexpr std::chrono::minutes kUnreadableFor{5};
  /// Gives a lease back without a save; nothing happens when `owner` does not hold it.
  [[nodiscard]] virtual Task<Result<>> release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                               int tries) = 0;
  /// At start, by the only process on this store: whoever held a lease is gone.
  [[nodiscard]] virtual Task<Result<>> release_all(Timestamp now) = 0;
  /// Records a provider's event once and makes the payment of its intent due now, or as soon as the lease that someone
  /// holds is given back. A payment that waits for its buyer's method is left in peace, and one that was sold unless
  /// the event `tells_of_refund`. False for a repeat.
  [[nodiscard]] virtual Task<Result<bool>> record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                          Timestamp now) = 0;
};

}  // namespace ddd::payment
