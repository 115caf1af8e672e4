#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/sandbox/domain/payment_intent.hpp>

namespace ddd::sandbox {

using RefundId = TextId<"re_">;

/// docs.stripe.com/api/refunds/object. Refunds of cards are never canceled and need no action.
enum class RefundStatus { pending, succeeded, failed };
[[nodiscard]] std::string_view to_text(RefundStatus status);
[[nodiscard]] std::optional<RefundStatus> refund_status(std::string_view text);

/// What webhooks tell about a refund. docs.stripe.com/api/events/types.
enum class RefundEvent { created, updated, failed, charge_refunded };
/// "refund.created", "charge.refunded" and so on.
[[nodiscard]] std::string_view to_text(RefundEvent event);

/// Money that goes back. What becomes of it is the card's: most succeed at once; docs.stripe.com/testing, "Refunds":
/// one "begins as pending" and succeeds "some time later", and one "begins as succeeded" and then fails.
class Refund {
 public:
  struct Snapshot {
    RefundId id;
    IntentId intent;
    ChargeId charge;
    Money amount;
    std::string reason;
    Metadata metadata;
    RefundStatus status = RefundStatus::pending;
    std::string failure_reason;
    Timestamp created_at;
    std::optional<Timestamp> settles_at;  ///< when it comes to its other end
    std::int64_t version = 0;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
  };
  struct Terms {
    std::optional<std::int64_t> amount;  ///< nothing: all that is left
    std::string reason;
    Metadata metadata;
  };
  /// "Some time later".
  static constexpr std::chrono::seconds kSettling{5};

  /// Takes the amount out of what can be refunded of the intent. Errors: `sandbox.unexpected_state`,
  /// `sandbox.already_refunded`, `sandbox.refund_too_large`.
  [[nodiscard]] static Result<Refund> create(RefundId id, PaymentIntent& intent, RefundBehaviour behaviour, Terms terms,
                                             Timestamp now);
  [[nodiscard]] static Refund restore(Snapshot snapshot) { return Refund(std::move(snapshot)); }

  /// Its time has come; true if something changed.
  bool settle(PaymentIntent& intent, Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  /// What happened since it was loaded, in order.
  [[nodiscard]] const std::vector<RefundEvent>& events() const { return events_; }

 private:
  explicit Refund(Snapshot snapshot) : state_(std::move(snapshot)) {}

  Snapshot state_;
  std::vector<RefundEvent> events_;
};

}  // namespace ddd::sandbox
