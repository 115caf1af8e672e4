#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/sandbox/domain/bank_entry.hpp>
#include <ddd/sandbox/domain/payment_method.hpp>

namespace ddd::sandbox {

/// docs.stripe.com/payments/paymentintents/lifecycle. Cards never pass through `processing`.
enum class IntentStatus {
  requires_payment_method,
  requires_confirmation,
  requires_action,
  requires_capture,
  succeeded,
  canceled,
};
[[nodiscard]] std::string_view to_text(IntentStatus status);
[[nodiscard]] std::optional<IntentStatus> intent_status(std::string_view text);

enum class CaptureMethod { automatic, manual };
[[nodiscard]] std::string_view to_text(CaptureMethod method);

/// What webhooks tell about an intent. docs.stripe.com/api/events/types.
enum class IntentEvent { amount_capturable_updated, succeeded, payment_failed, requires_action, canceled };
/// "payment_intent.succeeded" and so on.
[[nodiscard]] std::string_view to_text(IntentEvent event);

/// One attempt of a shop to be paid, with Stripe's rules about what may follow what. Every refused operation leaves it
/// as it was.
class PaymentIntent {
 public:
  struct Snapshot {
    IntentId id;
    Money amount;
    CaptureMethod capture_method = CaptureMethod::automatic;
    IntentStatus status = IntentStatus::requires_payment_method;
    std::string payment_method;             ///< empty: none
    std::optional<ChargeId> latest_charge;  ///< of the last attempt that reached the bank, declined ones included
    std::string client_secret;
    std::string description;
    Metadata metadata;
    std::string return_url;                  ///< where the customer goes after the bank's page; empty: nowhere
    std::string action_token;                ///< the address of that page, the last one there was; empty: none so far
    std::optional<PaymentError> last_error;  ///< cleared by the next attempt that does not fail
    std::string cancellation_reason;
    Timestamp created_at;
    std::optional<Timestamp> canceled_at;
    std::optional<Timestamp> hold_ends_at;  ///< of the authorised amount, while it waits to be captured
    std::int64_t refunded = 0;              ///< of the refunds that have not failed
    std::int64_t version = 0;

    [[nodiscard]] Money capturable() const;
    [[nodiscard]] Money received() const;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
  };

  struct Terms {
    Money amount;
    CaptureMethod capture_method = CaptureMethod::automatic;
    std::string payment_method;
    std::string description;
    Metadata metadata;
  };
  /// How long a card's authorisation lasts: docs.stripe.com/payments/place-a-hold-on-a-payment-method, online payments.
  static constexpr std::chrono::hours kHold{7 * 24};

  [[nodiscard]] static PaymentIntent create(IntentId id, std::string client_secret, Terms terms, Timestamp now);
  [[nodiscard]] static PaymentIntent restore(Snapshot snapshot) { return PaymentIntent(std::move(snapshot)); }

  /// What one try to charge a method needs.
  struct Attempt {
    std::optional<PaymentMethod> method;  ///< the one that was given, or the one already attached; none if neither
    std::string return_url;
    ChargeId charge;
    std::string action_token;  ///< used if the bank wants the customer to act
  };
  /// Asks the bank. A decline is no refusal: the intent is back at requires_payment_method with `last_error`. Error:
  /// `sandbox.unexpected_state`.
  [[nodiscard]] Result<> confirm(Attempt attempt, Timestamp now);
  /// The customer has answered the bank. Error: `sandbox.unexpected_state` unless it waits for that.
  [[nodiscard]] Result<> act(bool approves, ChargeId charge, Timestamp now);
  /// Takes the money that is held. `amount`, if given, must be all of it. Errors: `sandbox.unexpected_state`,
  /// `sandbox.amount_too_large`, `sandbox.partial_capture`.
  [[nodiscard]] Result<> capture(std::optional<std::int64_t> amount, Timestamp now);
  /// Gives up, and lets go of what is held. Error: `sandbox.unexpected_state`.
  [[nodiscard]] Result<> cancel(std::string reason, Timestamp now);
  /// A refund of `amount`, or of all that is left, may follow. Errors: `sandbox.unexpected_state`,
  /// `sandbox.already_refunded`, `sandbox.refund_too_large`.
  [[nodiscard]] Result<Money> reserve_refund(std::optional<std::int64_t> amount);
  struct GivenBack {
    std::string refund;
    Metadata metadata;  ///< of the refund
    Money amount;
  };
  /// The bank has given the reserved amount back, or returned it after all.
  void give_back(const GivenBack& given, Timestamp now);
  void take_back(const GivenBack& given, Timestamp now);
  /// Ends a hold that was not captured in time; true if it did.
  bool lapse(Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const IntentId& id() const { return state_.id; }
  /// What happened since it was loaded, in order.
  [[nodiscard]] const std::vector<IntentEvent>& events() const { return events_; }
  [[nodiscard]] const std::vector<BankEntry>& bank_entries() const { return bank_entries_; }
  [[nodiscard]] bool has_changes() const { return changed_; }

 private:
  explicit PaymentIntent(Snapshot snapshot) : state_(std::move(snapshot)) {}
  void enter(IntentStatus status);
  void decline(PaymentError error);
  void authorise(Timestamp now);
  void take_money(Timestamp now);
  void end(std::string reason, Timestamp now);
  void book(BankEntry::Kind kind, const GivenBack& given, Timestamp now);

  Snapshot state_;
  std::vector<IntentEvent> events_;
  std::vector<BankEntry> bank_entries_;
  bool changed_ = false;
};

}  // namespace ddd::sandbox
