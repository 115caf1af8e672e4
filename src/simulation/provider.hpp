#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/simulation/faults.hpp>
#include <ddd/simulation/scheduler.hpp>
#include <ddd/simulation/statistics.hpp>

namespace ddd::simulation {

/// A provider of card payments with manual capture, as Stripe documents it: intents whose state decides what is
/// allowed, the first answer under a key recorded, a 500 too, and money booked by the bank. It never dies. What it does
/// with a card goes by the method's name.
class Provider {
 public:
  struct Intent {
    payment::IntentFacts facts;
    std::string method;
  };
  /// Money that really moved, to us or (negative) to the buyer.
  struct BankEntry {
    std::string payment_id;
    std::int64_t amount = 0;
  };
  /// What was answered under a key at first.
  template <class Answer>
  struct Key {
    std::string parameters;
    Answer answer;
    bool is_500 = false;
  };
  using OnEvent = std::function<void(std::string event_id, std::string type, std::string intent_id)>;

  Provider(Scheduler& scheduler, const Faults& faults, Statistics& statistics, OnEvent on_event)
      : scheduler_(scheduler), faults_(faults), statistics_(statistics), on_event_(std::move(on_event)) {}

  [[nodiscard]] payment::GatewayAnswer create(const payment::CreateIntent& request);
  [[nodiscard]] payment::GatewayAnswer confirm(const payment::ConfirmIntent& request);
  [[nodiscard]] payment::GatewayAnswer capture(const std::string& key, const std::string& intent_id);
  [[nodiscard]] payment::GatewayAnswer cancel(const std::string& key, const std::string& intent_id);
  [[nodiscard]] payment::GatewayAnswer look_up(const std::string& intent_id) const;
  [[nodiscard]] std::optional<payment::IntentFacts> find_for(const PaymentId& payment) const;
  [[nodiscard]] payment::RefundAnswer refund(const payment::CreateRefund& request);
  [[nodiscard]] payment::RefundAnswer look_up_refund(const std::string& id) const;
  [[nodiscard]] std::vector<payment::RefundFacts> refunds_of(const std::string& intent_id) const;

  /// The buyer on the provider's page; nothing happens when nobody waits for it.
  void act(const PaymentId& payment, bool accepts);
  /// Forgets the failures on record, as it does a day after them.
  void forget_failures();

  [[nodiscard]] const std::map<std::string, Intent>& intents() const { return intents_; }
  [[nodiscard]] const std::vector<BankEntry>& bank() const { return bank_; }
  /// What was taken for a payment, in minor units.
  [[nodiscard]] std::int64_t captured(const PaymentId& payment) const;
  /// What of it went back.
  [[nodiscard]] std::int64_t given_back(const PaymentId& payment) const;
  /// Whether money of the payment's buyer is held or taken, or may be in a moment.
  [[nodiscard]] bool has_grip_on(const PaymentId& payment) const;
  /// The payment that an intent is for; empty when there is no such intent.
  [[nodiscard]] std::string payment_of(const std::string& intent_id) const;
  /// Requests that came under a known key with other parameters.
  [[nodiscard]] std::uint64_t keys_misused() const { return keys_misused_; }

 private:
  template <class Answer>
  using Keys = std::map<std::string, Key<Answer>>;
  /// Once per key, whatever comes of it.
  template <class Answer, class Effect>
  [[nodiscard]] Answer under_key(Keys<Answer>& keys, const std::string& key, std::string parameters,
                                 const Effect& effect);
  [[nodiscard]] Intent* find(const std::string& intent_id);
  [[nodiscard]] payment::GatewayAnswer charge(Intent& intent, const std::string& method);
  void decline(Intent& intent, std::string code);
  void hold(Intent& intent);
  [[nodiscard]] payment::RefundAnswer give_back(const payment::CreateRefund& request);
  void end_refund(const std::string& id, payment::RefundStatus status);
  void tell(const std::string& intent_id, std::string type);
  [[nodiscard]] std::string next_request() { return "req_" + std::to_string(++requests_); }

  Scheduler& scheduler_;
  const Faults& faults_;
  Statistics& statistics_;
  OnEvent on_event_;
  std::map<std::string, Intent> intents_;
  std::map<std::string, std::vector<std::string>> of_payment_;  ///< ids of intents
  std::map<std::string, payment::RefundFacts> refunds_;
  Keys<payment::GatewayAnswer> keys_;
  Keys<payment::RefundAnswer> refund_keys_;
  std::vector<BankEntry> bank_;
  std::uint64_t requests_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t keys_misused_ = 0;
};

}  // namespace ddd::simulation
