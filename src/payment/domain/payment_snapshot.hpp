#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/payment/domain/line.hpp>
#include <ddd/payment/domain/payment_state.hpp>
#include <ddd/payment/domain/refund.hpp>

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

/// The number of the key that each request to the provider uses now. It counts up only when the provider has repeated
/// its own failure under the last one and provably did nothing.
struct KeyNumbers {
  int create = 1;
  int capture = 1;
  int cancel = 1;

  friend bool operator==(const KeyNumbers&, const KeyNumbers&) = default;
};

/// All that is stored of a payment.
struct PaymentSnapshot {
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
  KeyNumbers keys;
  /// When the request that the provider has to answer next was written down under its present key.
  std::optional<Timestamp> prepared_at;
  std::optional<Abandonment> abandonment;
  std::string dispute_id;       ///< the provider's dp_...; empty unless the buyer's bank has taken the sale up
  std::string dispute_status;   ///< the provider's word for how that stands
  std::vector<Refund> refunds;  ///< oldest first
  std::int64_t refunded = 0;    ///< minor units: the sum of the succeeded ones
  std::int64_t version = 0;
  std::int64_t event_sequence = 0;
  std::int64_t transition_sequence = 0;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<Timestamp> completed_at;
  Timestamp expires_at;
};

}  // namespace ddd::payment
