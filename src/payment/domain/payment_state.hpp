#pragma once

#include <optional>
#include <string_view>

namespace ddd::payment {

/// Where a payment stands. Manual capture: the amount is held (authorized), the stock is pinned, only then is it taken.
enum class PaymentState {
  created,
  validated,        ///< lines, amount and buyer checked against their owners
  stock_reserved,   ///< units are held; waits for a payment method if none was given or the last one was declined
  intent_created,   ///< the provider knows of it; no money can have moved
  confirming,       ///< the provider has been, or may have been, asked to hold the amount
  requires_action,  ///< the buyer must confirm on the provider's page
  authorized,       ///< the amount is held
  stock_pinned,     ///< the units can't be lost any more
  capturing,        ///< the provider has been, or may have been, asked to take the amount
  completed,
  partially_refunded,
  refunded,
  cancelling,  ///< being undone; the units stay held until the provider has let go
  cancelled,
  expired,
  failed,
  manual_review,  ///< inexplicable; nothing is guessed, a person settles it by evidence
};

/// The coarse status that clients see.
enum class PaymentStatus { pending, processing, completed, failed, cancelled, expired, refunded, partially_refunded };

[[nodiscard]] std::string_view to_text(PaymentState state);
[[nodiscard]] std::string_view to_text(PaymentStatus status);
[[nodiscard]] std::optional<PaymentState> payment_state_from(std::string_view text);
[[nodiscard]] std::optional<PaymentStatus> payment_status_from(std::string_view text);

[[nodiscard]] PaymentStatus status_of(PaymentState state);
/// Whether the state machine has this edge. The table is the whole truth: every transition is checked against it.
[[nodiscard]] bool can_follow(PaymentState from, PaymentState to);
/// Its money was taken, whatever of it went back since: completed, partially_refunded, refunded.
[[nodiscard]] bool is_sold(PaymentState state);
/// No further step of the sale is due by itself: completed, its refunds, cancelled, expired, failed.
[[nodiscard]] bool is_final(PaymentState state);
/// Nothing was asked of the provider that could hold money: the buyer may give up.
[[nodiscard]] bool is_cancellable(PaymentState state);
/// Ended without a sale.
[[nodiscard]] bool is_abandoned(PaymentState state);

}  // namespace ddd::payment
