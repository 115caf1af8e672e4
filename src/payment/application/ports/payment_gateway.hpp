#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/payment/domain/refund.hpp>
#include <ddd/payment/domain/wallet.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

enum class IntentStatus {
  requires_payment_method,
  requires_confirmation,
  requires_action,
  processing,
  requires_capture,
  succeeded,
  canceled,
};

[[nodiscard]] std::string_view to_text(IntentStatus status);

/// What the provider says of an intent: evidence.
struct IntentFacts {
  std::string id;
  IntentStatus status = IntentStatus::requires_payment_method;
  Money amount;
  Money received;
  std::string payment_id;  ///< as we told it at creation
  std::string client_secret;
  std::string action_url;    ///< where the buyer must go, when requires_action
  std::string decline_code;  ///< of the last declined attempt
  std::string evidence;      ///< the provider's request id
};

/// The card was declined: a definite answer for this attempt.
struct CardDeclined {
  std::string decline_code;
  std::string evidence;
};
/// The provider did not act: the same request may be sent again.
struct NotExecuted {
  std::string reason;
};
/// The provider may have acted. Never a failure: only evidence settles it.
struct OutcomeUnknown {
  std::string reason;
};
/// The provider refuses the request as such: a mistake of ours or of the configuration.
struct RequestRefused {
  std::string reason;
};

using GatewayAnswer = std::variant<IntentFacts, CardDeclined, NotExecuted, OutcomeUnknown, RequestRefused>;

struct CreateIntent {
  std::string key;
  PaymentId payment_id;
  std::string order_id;
  Money amount;
};
struct ConfirmIntent {
  std::string key;
  std::string intent_id;
  std::string payment_method;
  std::string return_url;  ///< empty for none
};

/// What the provider says of a refund: evidence.
struct RefundFacts {
  std::string id;
  RefundStatus status = RefundStatus::pending;
  Money amount;
  std::string refund_id;  ///< as we told it at creation; empty for one that we did not ask for
  std::string intent_id;
  std::string failure_reason;
  std::string evidence;  ///< the provider's request id
};
using RefundAnswer = std::variant<RefundFacts, NotExecuted, OutcomeUnknown, RequestRefused>;
/// All refunds of an intent, or why they can't be known now.
using RefundList = std::variant<std::vector<RefundFacts>, NotExecuted>;

struct CreateRefund {
  std::string key;
  RefundId refund_id;
  PaymentId payment_id;
  std::string intent_id;
  Money amount;
};

/// The payment provider. Every call that changes something there carries a key that was stored before: a repeat with
/// the same key has one effect. None takes longer than `kLongest`.
class PaymentGateway {
 public:
  static constexpr std::chrono::milliseconds kLongest{6000};

  virtual ~PaymentGateway() = default;
  /// An intent with manual capture, not confirmed: no money can move.
  [[nodiscard]] virtual Task<GatewayAnswer> create(const CallContext& call, CreateIntent request) = 0;
  [[nodiscard]] virtual Task<GatewayAnswer> confirm(const CallContext& call, ConfirmIntent request) = 0;
  /// Takes the whole held amount.
  [[nodiscard]] virtual Task<GatewayAnswer> capture(const CallContext& call, std::string key,
                                                    std::string intent_id) = 0;
  [[nodiscard]] virtual Task<GatewayAnswer> cancel(const CallContext& call, std::string key, std::string intent_id) = 0;
  /// Only asks.
  [[nodiscard]] virtual Task<GatewayAnswer> look_up(const CallContext& call, std::string intent_id) = 0;
  /// Only asks: the intent that was created for a payment at `since` or later, whose id was never heard; nothing when
  /// there surely is none now. Error: `payment.provider_unavailable` when that can't be found out.
  [[nodiscard]] virtual Task<Result<std::optional<IntentFacts>>> find(const CallContext& call, PaymentId payment_id,
                                                                      Timestamp since) = 0;

  [[nodiscard]] virtual Task<RefundAnswer> refund(const CallContext& call, CreateRefund request) = 0;
  // Only ask.
  [[nodiscard]] virtual Task<RefundAnswer> look_up_refund(const CallContext& call, std::string provider_id) = 0;
  [[nodiscard]] virtual Task<RefundList> list_refunds(const CallContext& call, std::string intent_id) = 0;

  /// The card behind a provider's payment method. Errors: `payment_method.unknown`, `payment.provider_unavailable`.
  [[nodiscard]] virtual Task<Result<CardFacts>> card_of(const CallContext& call, std::string token) = 0;
};

}  // namespace ddd::payment
