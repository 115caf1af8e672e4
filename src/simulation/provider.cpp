#include <algorithm>
#include <utility>

#include <ddd/simulation/provider.hpp>

namespace ddd::simulation {
namespace {

using payment::CardDeclined;
using payment::GatewayAnswer;
using payment::IntentStatus;
using payment::RefundAnswer;
using payment::RefundFacts;
using payment::RefundStatus;

GatewayAnswer refused(const char* reason) {
  return payment::RequestRefused{reason};
}

}  // namespace

template <class Answer, class Effect>
Answer Provider::under_key(Keys<Answer>& keys, const std::string& key, std::string parameters, const Effect& effect) {
  if (const auto known = keys.find(key); known != keys.end()) {
    if (known->second.parameters == parameters) return known->second.answer;
    ++keys_misused_;
    return payment::RequestRefused{"idempotency_error"};
  }
  auto& random = scheduler_.random();
  const bool fails = random.chance(faults_.recorded_500);
  Key<Answer> record{.parameters = std::move(parameters), .answer = payment::OutcomeUnknown{"500"}, .is_500 = fails};
  if (fails) ++statistics_.provider_recorded_500;
  // A request that fails inside may have done its work before.
  if (!fails || random.chance(0.5)) {
    Answer answer = effect();
    if (!fails) record.answer = std::move(answer);
  }
  return keys.emplace(key, std::move(record)).first->second.answer;
}

GatewayAnswer Provider::create(const payment::CreateIntent& request) {
  return under_key(keys_, request.key, request.payment_id.to_text() + " " + request.amount.to_text(),
                   [&]() -> GatewayAnswer {
                     const auto id = "pi_" + std::to_string(intents_.size() + 1);
                     auto& intent = intents_[id];
                     of_payment_[request.payment_id.to_text()].push_back(id);
                     intent.facts = {.id = id,
                                     .status = IntentStatus::requires_payment_method,
                                     .amount = request.amount,
                                     .received = Money::zero(request.amount.currency()),
                                     .payment_id = request.payment_id.to_text(),
                                     .client_secret = id + "_secret",
                                     .evidence = next_request()};
                     return intent.facts;
                   });
}

GatewayAnswer Provider::confirm(const payment::ConfirmIntent& request) {
  return under_key(keys_, request.key, request.intent_id + " " + request.payment_method, [&]() -> GatewayAnswer {
    auto* intent = find(request.intent_id);
    if (intent == nullptr) return refused("resource_missing");
    return charge(*intent, request.payment_method);
  });
}

GatewayAnswer Provider::charge(Intent& intent, const std::string& method) {
  auto& facts = intent.facts;
  facts.evidence = next_request();
  const bool may = facts.status == IntentStatus::requires_payment_method ||
                   facts.status == IntentStatus::requires_confirmation || facts.status == IntentStatus::requires_action;
  // Stripe refuses, and our adapter looks what became of it.
  if (!may) return facts;
  intent.method = method;
  facts.decline_code.clear();
  if (method == "pm_card_chargeDeclined") {
    decline(intent, "generic_decline");
    return CardDeclined{.decline_code = facts.decline_code, .evidence = facts.evidence};
  }
  if (method == "pm_card_authenticationRequired") {
    facts.status = IntentStatus::requires_action;
    facts.action_url = "https://provider.example/" + facts.id;
    tell(intent.facts.id, "payment_intent.requires_action");
  } else if (method == "pm_card_slow") {
    facts.status = IntentStatus::processing;
    scheduler_.call(Node::world, scheduler_.random().between(Micros(1'000'000), Micros(30'000'000)),
                    [this, id = facts.id] { hold(*find(id)); });
  } else {
    hold(intent);
  }
  return facts;
}

void Provider::hold(Intent& intent) {
  if (intent.facts.status == IntentStatus::canceled) return;
  intent.facts.status = IntentStatus::requires_capture;
  intent.facts.action_url.clear();
  tell(intent.facts.id, "payment_intent.amount_capturable_updated");
}

void Provider::decline(Intent& intent, std::string code) {
  intent.facts.status = IntentStatus::requires_payment_method;
  intent.facts.decline_code = std::move(code);
  intent.facts.action_url.clear();
  tell(intent.facts.id, "payment_intent.payment_failed");
}

GatewayAnswer Provider::capture(const std::string& key, const std::string& intent_id) {
  return under_key(keys_, key, intent_id, [&]() -> GatewayAnswer {
    auto* intent = find(intent_id);
    if (intent == nullptr) return refused("resource_missing");
    auto& facts = intent->facts;
    facts.evidence = next_request();
    if (facts.status == IntentStatus::requires_capture) {
      facts.status = IntentStatus::succeeded;
      facts.received = facts.amount;
      bank_.push_back({facts.payment_id, facts.amount.minor_units()});
      tell(intent->facts.id, "payment_intent.succeeded");
    }
    return facts;
  });
}

GatewayAnswer Provider::cancel(const std::string& key, const std::string& intent_id) {
  return under_key(keys_, key, intent_id, [&]() -> GatewayAnswer {
    auto* intent = find(intent_id);
    if (intent == nullptr) return refused("resource_missing");
    auto& facts = intent->facts;
    facts.evidence = next_request();
    if (facts.status != IntentStatus::succeeded && facts.status != IntentStatus::canceled) {
      facts.status = IntentStatus::canceled;
      tell(intent->facts.id, "payment_intent.canceled");
    }
    return facts;
  });
}

GatewayAnswer Provider::look_up(const std::string& intent_id) const {
  const auto found = intents_.find(intent_id);
  if (found == intents_.end()) return refused("resource_missing");
  return found->second.facts;
}

RefundAnswer Provider::refund(const payment::CreateRefund& request) {
  return under_key(refund_keys_, request.key, request.intent_id + " " + request.amount.to_text(),
                   [&] { return give_back(request); });
}

RefundAnswer Provider::give_back(const payment::CreateRefund& request) {
  const auto* intent = find(request.intent_id);
  if (intent == nullptr) return payment::RequestRefused{"resource_missing"};
  auto left = intent->facts.received.minor_units();
  for (const auto& refund : refunds_of(request.intent_id)) {
    if (refund.status != RefundStatus::failed) left -= refund.amount.minor_units();
  }
  if (request.amount.minor_units() > left) return payment::RequestRefused{"charge_already_refunded"};
  const auto id = "re_" + std::to_string(refunds_.size() + 1);
  refunds_[id] = {.id = id,
                  .status = RefundStatus::pending,
                  .amount = request.amount,
                  .refund_id = request.refund_id.to_text(),
                  .intent_id = request.intent_id,
                  .evidence = next_request()};
  auto& random = scheduler_.random();
  // Some banks take their time, and some say no in the end.
  if (random.chance(0.7)) {
    end_refund(id, RefundStatus::succeeded);
  } else {
    const auto end = random.chance(0.7) ? RefundStatus::succeeded : RefundStatus::failed;
    scheduler_.call(Node::world, random.between(Micros(1'000'000), Micros(60'000'000)),
                    [this, id, end] { end_refund(id, end); });
  }
  return refunds_.at(id);
}

void Provider::end_refund(const std::string& id, RefundStatus status) {
  auto& refund = refunds_.at(id);
  refund.status = status;
  if (status == RefundStatus::succeeded) {
    bank_.push_back({payment_of(refund.intent_id), -refund.amount.minor_units()});
  } else {
    refund.failure_reason = "expired_or_canceled_card";
  }
  tell(refund.intent_id, status == RefundStatus::failed ? "refund.failed" : "refund.updated");
}

RefundAnswer Provider::look_up_refund(const std::string& id) const {
  const auto found = refunds_.find(id);
  if (found == refunds_.end()) return payment::RequestRefused{"resource_missing"};
  return found->second;
}

std::vector<RefundFacts> Provider::refunds_of(const std::string& intent_id) const {
  std::vector<RefundFacts> found;
  for (const auto& [id, refund] : refunds_) {
    if (refund.intent_id == intent_id) found.push_back(refund);
  }
  return found;
}

std::optional<payment::IntentFacts> Provider::find_for(const PaymentId& payment) const {
  const auto found = of_payment_.find(payment.to_text());
  if (found == of_payment_.end()) return std::nullopt;
  return intents_.at(found->second.front()).facts;
}

void Provider::act(const PaymentId& payment, bool accepts) {
  const auto found = of_payment_.find(payment.to_text());
  if (found == of_payment_.end()) return;
  for (const auto& id : found->second) {
    auto& intent = intents_.at(id);
    if (intent.facts.status != IntentStatus::requires_action) continue;
    if (accepts) {
      hold(intent);
    } else {
      decline(intent, "authentication_failed");
    }
  }
}

std::int64_t Provider::captured(const PaymentId& payment) const {
  const auto found = of_payment_.find(payment.to_text());
  std::int64_t sum = 0;
  if (found == of_payment_.end()) return sum;
  for (const auto& id : found->second) sum += intents_.at(id).facts.received.minor_units();
  return sum;
}

bool Provider::has_grip_on(const PaymentId& payment) const {
  const auto found = of_payment_.find(payment.to_text());
  return found != of_payment_.end() && std::ranges::any_of(found->second, [&](const std::string& id) {
           const auto status = intents_.at(id).facts.status;
           return status == IntentStatus::requires_capture || status == IntentStatus::succeeded ||
                  status == IntentStatus::processing || status == IntentStatus::requires_action;
         });
}

std::int64_t Provider::given_back(const PaymentId& payment) const {
  const auto text = payment.to_text();
  std::int64_t sum = 0;
  for (const auto& [id, refund] : refunds_) {
    if (refund.status == RefundStatus::succeeded && payment_of(refund.intent_id) == text) {
      sum += refund.amount.minor_units();
    }
  }
  return sum;
}

std::string Provider::payment_of(const std::string& intent_id) const {
  const auto found = intents_.find(intent_id);
  return found == intents_.end() ? std::string() : found->second.facts.payment_id;
}

void Provider::forget_failures() {
  const auto failed = [](const auto& entry) { return entry.second.is_500; };
  std::erase_if(keys_, failed);
  std::erase_if(refund_keys_, failed);
}

Provider::Intent* Provider::find(const std::string& intent_id) {
  const auto found = intents_.find(intent_id);
  return found == intents_.end() ? nullptr : &found->second;
}

void Provider::tell(const std::string& intent_id, std::string type) {
  on_event_("evt_" + std::to_string(++events_), std::move(type), intent_id);
}

}  // namespace ddd::simulation
