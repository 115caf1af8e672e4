#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/payment/domain/events.hpp>
#include <ddd/payment/domain/gateway_call.hpp>
#include <ddd/payment/domain/ledger.hpp>
#include <ddd/payment/domain/line.hpp>
#include <ddd/payment/domain/payment_state.hpp>
#include <ddd/payment/domain/transition.hpp>

namespace ddd::payment {

/// Which basket, in which version, is paid.
struct BasketSnapshot {
  BasketId id;
  std::int64_t version = 0;

  friend bool operator==(const BasketSnapshot&, const BasketSnapshot&) = default;
};

/// How a payment that is being undone will end.
struct Abandonment {
  PaymentState end = PaymentState::cancelled;  ///< cancelled, expired or failed
  std::string reason;
};

/// One attempt to sell a set of lines to a user: from checked lines to captured money or to nothing.
///
/// Every state change goes through `enter`, which checks the edge and logs the transition. The aggregate does no I/O:
/// the process (application/process) asks neighbours and provider and tells the payment what they said.
class Payment {
 public:
  struct Snapshot {
    PaymentId id;
    UserId user_id;
    std::string order_id;
    std::optional<BasketSnapshot> basket;
    std::vector<Line> lines;
    Money amount;
    PaymentState state = PaymentState::created;
    /// The provider may have acted without our knowing; only evidence ends this.
    std::optional<Timestamp> uncertain_since;
    std::string payment_method;  ///< the provider's pm_...; empty until one is given
    std::string return_url;
    std::string intent_id;  ///< the provider's pi_...; empty until known
    std::string client_secret;
    std::string action_url;    ///< where the buyer must go while requires_action
    std::string decline_code;  ///< of the last declined attempt
    std::string failure_reason;
    int attempt = 0;               ///< counts methods tried
    bool create_prepared = false;  ///< the provider may hold an intent of ours
    bool cancel_prepared = false;
    std::optional<Abandonment> abandonment;
    std::int64_t refunded = 0;  ///< minor units
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
    std::int64_t transition_sequence = 0;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> completed_at;
    Timestamp expires_at;
  };

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

  /// A payment whose buyer, lines and amount were checked: two transitions, one save.
  [[nodiscard]] static Payment open(Opening opening, Timestamp now);
  [[nodiscard]] static Payment restore(Snapshot snapshot) { return Payment(std::move(snapshot)); }

  /// The buyer chose a method. Errors: `payment.not_processable` unless it waits for one.
  [[nodiscard]] Result<> choose_method(std::string payment_method, std::string return_url, Timestamp now);

  // What the neighbours and the provider said, in the order of a good end.
  void stock_reserved(Timestamp now);
  /// Writes the request down before it is sent. A create or cancel that was written down before is not written again.
  void prepare(GatewayOperation operation, std::string parameters, Timestamp now);
  void intent_created(std::string intent_id, std::string client_secret, Timestamp now);
  void confirming(Timestamp now);
  void requires_action(std::string action_url, Timestamp now);
  void authorized(std::string_view evidence, Timestamp now);
  void stock_pinned(Timestamp now);
  void capturing(std::string_view evidence, Timestamp now);
  /// Emits PaymentCompleted and books the capture.
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
  /// What the provider says contradicts what we know: a person decides.
  void review(std::string reason, Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const PaymentId& id() const { return state_.id; }
  [[nodiscard]] PaymentState stage() const { return state_.state; }
  [[nodiscard]] PaymentStatus status() const { return status_of(state_.state); }
  [[nodiscard]] bool waits_for_method() const;
  [[nodiscard]] bool is_expired(Timestamp now) const { return now >= state_.expires_at; }
  /// The number that the next request of this kind carries.
  [[nodiscard]] int attempt_of(GatewayOperation operation) const;

  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<PaymentEvent>& events() const { return events_; }
  // What the next save appends.
  [[nodiscard]] const std::vector<Transition>& transitions() const { return transitions_; }
  [[nodiscard]] const std::vector<GatewayCall>& prepared() const { return prepared_; }
  [[nodiscard]] const std::vector<LedgerBooking>& bookings() const { return bookings_; }

  void mark_saved();

 private:
  explicit Payment(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}
  void enter(PaymentState next, std::string_view reason, Timestamp now);

  Snapshot state_;
  EventLog<PaymentEvent> events_;
  std::vector<Transition> transitions_;
  std::vector<GatewayCall> prepared_;
  std::vector<LedgerBooking> bookings_;
};

}  // namespace ddd::payment
