#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <payment/support/mortality.hpp>
#include <payment/support/values.hpp>

#include <ddd/payment/application/ports/payment_gateway.hpp>

namespace ddd::payment::test {

/// What may go wrong with one request to the provider.
enum class Fault {
  not_executed,  ///< it says that it did nothing
  lost_request,  ///< it never heard of it; we don't know that
  lost_answer,   ///< it did it; we don't know that
  stuck,         ///< it failed inside, did nothing and will say so for ever under this key
  stuck_done,    ///< it failed after it had done it, and will say so for ever under this key
  refused,       ///< it takes the request for a mistake
};

/// A provider of card payments with manual capture, which remembers what it answered under each key. What it does with
/// a card goes by the method's name; what goes wrong is told beforehand, operation by operation.
class ScriptedProvider final : public PaymentGateway {
 public:
  explicit ScriptedProvider(Mortality& mortality) : mortality_(mortality) {}

  struct Intent {
    IntentFacts facts;
    std::string method;  ///< of the attempt that stands
  };

  /// The next request of this operation ("create", "confirm", "capture", "cancel", "look_up", "find") goes wrong, then
  /// those after it.
  void fail_next(const std::string& operation, Fault fault, int times = 1) {
    for (int i = 0; i < times; ++i) faults_[operation].push_back(fault);
  }
  void heal() { faults_.clear(); }

  [[nodiscard]] Task<GatewayAnswer> create(const CallContext& call, CreateIntent request) override;
  [[nodiscard]] Task<GatewayAnswer> confirm(const CallContext& call, ConfirmIntent request) override;
  [[nodiscard]] Task<GatewayAnswer> capture(const CallContext& call, std::string key, std::string intent_id) override;
  [[nodiscard]] Task<GatewayAnswer> cancel(const CallContext& call, std::string key, std::string intent_id) override;
  [[nodiscard]] Task<GatewayAnswer> look_up(const CallContext& call, std::string intent_id) override;
  [[nodiscard]] Task<Result<std::optional<IntentFacts>>> find(const CallContext& call, PaymentId payment_id,
                                                              Timestamp since) override;
  // provider_refunds.cpp
  [[nodiscard]] Task<RefundAnswer> refund(const CallContext& call, CreateRefund request) override;
  [[nodiscard]] Task<RefundAnswer> look_up_refund(const CallContext& call, std::string provider_id) override;
  [[nodiscard]] Task<RefundList> list_refunds(const CallContext& call, std::string intent_id) override;
  [[nodiscard]] Task<Result<CardFacts>> card_of(const CallContext& call, std::string token) override;

  /// The buyer on the provider's page.
  void act(const std::string& intent_id, bool accepts);
  /// The bank has come to this end of a refund.
  void settle_refund(const std::string& provider_id, RefundStatus status);
  /// What went back of an intent, in minor units.
  [[nodiscard]] std::int64_t refunded(const std::string& intent_id) const;
  /// The only intent there is.
  [[nodiscard]] Intent& intent() { return intents.begin()->second; }
  [[nodiscard]] std::vector<std::string> keys_of(const std::string& operation) const;

  std::map<std::string, Intent> intents;
  std::map<std::string, RefundFacts> refunds;
  /// While set, refunds stay pending.
  bool refunds_take_their_time = false;
  /// Operations with their keys, in order; for look_up the intent's id.
  std::vector<std::pair<std::string, std::string>> calls;
  /// While set, "pm_card_slow" leaves an intent processing.
  bool takes_its_time = true;
  /// Called with every key that arrives and, before a capture, with the payment: for what must hold whenever money may
  /// move.
  std::function<void(const std::string& key)> on_key;
  std::function<void(const std::string& payment_id)> on_capture;

 private:
  using Effect = std::function<GatewayAnswer()>;
  [[nodiscard]] Task<GatewayAnswer> perform(std::string operation, std::string key, Effect effect);
  [[nodiscard]] std::optional<Fault> next_fault(const std::string& operation);
  [[nodiscard]] GatewayAnswer charge(Intent& intent, const std::string& method);
  [[nodiscard]] RefundAnswer give_back(const CreateRefund& request);
  [[nodiscard]] GatewayAnswer decline(Intent& intent, std::string code);

  Mortality& mortality_;
  std::map<std::string, std::deque<Fault>> faults_;
  std::map<std::string, GatewayAnswer> answers_;
  std::map<std::string, RefundAnswer> refund_answers_;
};

}  // namespace ddd::payment::test
