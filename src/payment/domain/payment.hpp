#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/payment/domain/events.hpp>
#include <ddd/payment/domain/gateway_call.hpp>
#include <ddd/payment/domain/ledger.hpp>
#include <ddd/payment/domain/payment_snapshot.hpp>
#include <ddd/payment/domain/transition.hpp>

namespace ddd::payment {

class Payment;
/// Whether the next save of it makes it completed.
[[nodiscard]] bool completes(const Payment& payment);

/// One attempt to sell a set of lines to a user: from checked lines to captured money or to nothing.
///
/// Every state change goes through `enter`, which checks the edge and logs the transition. The aggregate does no I/O:
/// the process (application/process) asks neighbours and provider and tells the payment what they said.
class Payment {
 public:
  using Snapshot = PaymentSnapshot;

  struct Opening {
    PaymentId id;
    UserId user_id;
    std::string order_id;
    std::optional<BasketSnapshot> basket;
    std::vector<Line> lines;  ///< 1-100, prices as product says now
    Money amount;             ///< total_of(lines)
  };
  /// Less than the product context's hold of 900 s, so that the payment gives up first.
  static constexpr std::chrono::seconds kLifetime{840};
  /// A request that the provider answers with a failure keeps its key for this long.
  static constexpr std::chrono::minutes kKeyLife{10};

  /// A payment whose buyer, lines and amount were checked: two transitions, one save.
  [[nodiscard]] static Payment open(Opening opening, Timestamp now);
  [[nodiscard]] static Payment restore(Snapshot snapshot) { return Payment(std::move(snapshot)); }

  /// The buyer chose a method. Errors: `payment.not_processable` unless it waits for one.
  [[nodiscard]] Result<> choose_method(std::string payment_method, std::string return_url, Timestamp now);

  // What the neighbours and the provider said, in the order of a good end.
  void stock_reserved(Timestamp now);
  /// Writes the request down before it is sent. A create or cancel that was written down before is not written again.
  void prepare(GatewayOperation operation, std::string parameters, Timestamp now);
  /// The same request under a new key. Only where the provider, asked, shows that the one before did nothing, and
  /// `key_is_spent` or a person has looked. Not for a confirm: there another method is another attempt.
  void prepare_anew(GatewayOperation operation, std::string parameters, Timestamp now);
  void intent_created(std::string intent_id, std::string client_secret, Timestamp now);
  void confirming(Timestamp now);
  void requires_action(std::string action_url, Timestamp now);
  void authorized(std::string_view evidence, Timestamp now);
  void stock_pinned(Timestamp now);
  void capturing(std::string_view evidence, Timestamp now);
  /// Emits PaymentCompleted and books the capture. A buyer who had cancelled by then gets the money back.
  void completed(std::string_view evidence, Timestamp now);
  /// The attempt is over; another method may be tried until the payment expires.
  void declined(std::string decline_code, Timestamp now);

  /// The provider may have acted: remember it until evidence comes.
  void uncertain(Timestamp now);
  void certain();

  /// The buyer gives up. Error: `payment.not_cancellable` when money is being taken or the payment has ended otherwise.
  [[nodiscard]] Result<> cancel(std::string reason, Timestamp now);
  /// Starts the undoing: without a trace at the provider it ends at once.
  void abandon(Abandonment how, Timestamp now);
  /// The provider holds and took nothing: the end that `abandon` said.
  void abandoned(std::string_view evidence, Timestamp now);
  // Refunds (payment_refunds.cpp): pending and succeeded ones together are never more than what was taken.
  static constexpr std::size_t kMostRefunds = 50;
  /// Writes the request to the provider down. Errors: `refund.nothing_captured`, `refund.invalid`,
  /// `refund.exceeds_captured`, `refund.too_many`.
  [[nodiscard]] Result<> request_refund(RefundOrder order, Timestamp now);
  /// The same request under a new key: only where the provider, asked, shows that the ones before did nothing.
  void refund_prepared_anew(const RefundId& id, Timestamp now);
  void refund_uncertain(const RefundId& id, Timestamp now);
  /// The provider is working on it.
  void refund_accepted(const RefundId& id, std::string provider_id, Timestamp now);
  /// Emits PaymentRefunded and reverses the sale by as much.
  void refund_succeeded(const RefundId& id, std::string provider_id, std::string_view evidence, Timestamp now);
  /// Its amount can be refunded again. What it had booked, if it had succeeded, is booked back.
  void refund_failed(const RefundId& id, std::string reason, std::string_view evidence, Timestamp now);

  /// What the provider says contradicts what we know: a person decides.
  void review(std::string reason, Timestamp now);

  /// The buyer's bank takes the sale back, or decided about it; a repeat changes nothing.
  void disputed(std::string id, std::string status, Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const PaymentId& id() const { return state_.id; }
  [[nodiscard]] PaymentState stage() const { return state_.state; }
  [[nodiscard]] PaymentStatus status() const { return status_of(state_.state); }
  [[nodiscard]] bool waits_for_method() const;
  [[nodiscard]] bool is_expired(Timestamp now) const { return now >= state_.expires_at; }
  /// Whether the pending request had so long under its key that only a provider's recorded failure can be left of it.
  [[nodiscard]] bool key_is_spent(Timestamp now) const { return state_.prepared_at && now >= *key_spent_at(); }
  [[nodiscard]] std::optional<Timestamp> key_spent_at() const;
  /// The number that the next request of this kind carries.
  [[nodiscard]] int attempt_of(GatewayOperation operation) const;
  [[nodiscard]] std::string key_of(GatewayOperation operation) const;

  /// What is left of the captured amount.
  [[nodiscard]] Money refundable() const;
  /// Null if there is none.
  [[nodiscard]] const Refund* find_refund(const RefundId& id) const;
  [[nodiscard]] bool has_pending_refund() const;

  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<PaymentEvent>& events() const { return events_; }
  // What the next save appends.
  [[nodiscard]] const std::vector<Transition>& transitions() const { return transitions_; }
  [[nodiscard]] const std::vector<GatewayCall>& prepared() const { return prepared_; }
  [[nodiscard]] const std::vector<LedgerBooking>& bookings() const { return bookings_; }
  [[nodiscard]] const std::set<RefundId>& changed_refunds() const { return changed_refunds_; }

  void mark_saved();

 private:
  explicit Payment(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}
  void enter(PaymentState next, std::string_view reason, Timestamp now);
  void write_down(GatewayOperation operation, std::string parameters, Timestamp now);
  void write_down_refund(const Refund& refund, Timestamp now);
  [[nodiscard]] Refund& change_refund(const RefundId& id, Timestamp now);
  void enter_refunded(std::string_view evidence, Timestamp now);
  void give_back_all(std::string reason, Timestamp now);

  Snapshot state_;
  EventLog<PaymentEvent> events_;
  std::vector<Transition> transitions_;
  std::vector<GatewayCall> prepared_;
  std::vector<LedgerBooking> bookings_;
  std::set<RefundId> changed_refunds_;
};

}  // namespace ddd::payment
