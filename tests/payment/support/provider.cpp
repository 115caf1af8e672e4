#include <algorithm>

#include <boost/asio/post.hpp>
#include <payment/support/provider.hpp>

#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment::test {

Task<GatewayAnswer> ScriptedProvider::create(const CallContext&, CreateIntent request) {
  auto effect = [this, request]() -> GatewayAnswer {
    const auto id = "pi_" + std::to_string(intents.size() + 1);
    IntentFacts facts{.id = id,
                      .status = IntentStatus::requires_payment_method,
                      .amount = request.amount,
                      .received = Money::zero(request.amount.currency()),
                      .payment_id = request.payment_id.to_text(),
                      .client_secret = "secret_of_" + id};
    return intents.emplace(id, Intent{std::move(facts), {}}).first->second.facts;
  };
  return perform("create", std::move(request.key), std::move(effect));
}

Task<GatewayAnswer> ScriptedProvider::confirm(const CallContext&, ConfirmIntent request) {
  auto effect = [this, request]() -> GatewayAnswer {
    return charge(intents.at(request.intent_id), request.payment_method);
  };
  return perform("confirm", std::move(request.key), std::move(effect));
}

Task<GatewayAnswer> ScriptedProvider::capture(const CallContext&, std::string key, std::string intent_id) {
  auto effect = [this, intent_id]() -> GatewayAnswer {
    auto& facts = intents.at(intent_id).facts;
    if (facts.status != IntentStatus::requires_capture) return facts;
    facts.status = IntentStatus::succeeded;
    facts.received = facts.amount;
    return facts;
  };
  if (on_capture) on_capture(intents.at(intent_id).facts.payment_id);
  return perform("capture", std::move(key), std::move(effect));
}

Task<GatewayAnswer> ScriptedProvider::cancel(const CallContext&, std::string key, std::string intent_id) {
  auto effect = [this, intent_id]() -> GatewayAnswer {
    auto& facts = intents.at(intent_id).facts;
    if (facts.status != IntentStatus::processing && facts.status != IntentStatus::succeeded) {
      facts.status = IntentStatus::canceled;
    }
    return facts;
  };
  return perform("cancel", std::move(key), std::move(effect));
}

Task<GatewayAnswer> ScriptedProvider::look_up(const CallContext&, std::string intent_id) {
  co_await boost::asio::post(use_task);
  mortality_.pass();
  calls.emplace_back("look_up", intent_id);
  if (const auto fault = next_fault("look_up")) {
    if (*fault == Fault::lost_answer) co_return OutcomeUnknown{"unreadable"};
    if (*fault == Fault::refused) co_return RequestRefused{"no such intent"};
    co_return NotExecuted{"no answer"};
  }
  co_return intents.at(intent_id).facts;
}

Task<Result<std::optional<IntentFacts>>> ScriptedProvider::find(const CallContext&, PaymentId payment_id, Timestamp) {
  co_await boost::asio::post(use_task);
  mortality_.pass();
  calls.emplace_back("find", payment_id.to_text());
  if (next_fault("find")) co_return Refused(errors::provider_unavailable());
  for (const auto& [id, intent] : intents) {
    if (intent.facts.payment_id == payment_id.to_text()) co_return intent.facts;
  }
  co_return std::nullopt;
}

Task<Result<CardFacts>> ScriptedProvider::card_of(const CallContext&, std::string token) {
  co_await boost::asio::post(use_task);
  if (next_fault("card_of")) co_return Refused(errors::provider_unavailable());
  if (token == "pm_unknown") co_return Refused(errors::method_unknown_to_provider());
  co_return visa();
}

Task<GatewayAnswer> ScriptedProvider::perform(std::string operation, std::string key, Effect effect) {
  co_await boost::asio::post(use_task);
  mortality_.pass();
  calls.emplace_back(operation, key);
  if (on_key) on_key(key);
  const auto fault = next_fault(operation);
  if (fault == Fault::not_executed) co_return NotExecuted{"busy"};
  if (fault == Fault::lost_request) co_return OutcomeUnknown{"no answer"};
  if (fault == Fault::refused) co_return RequestRefused{"invalid request"};
  if (fault == Fault::stuck_done && !answers_.contains(key)) static_cast<void>(effect());
  if (fault == Fault::stuck || fault == Fault::stuck_done) answers_.emplace(key, OutcomeUnknown{"status 500"});
  auto known = answers_.find(key);
  if (known == answers_.end()) {
    auto answer = effect();
    if (auto* facts = std::get_if<IntentFacts>(&answer)) facts->evidence = "req_" + std::to_string(calls.size());
    known = answers_.emplace(std::move(key), std::move(answer)).first;
  }
  mortality_.pass();
  if (fault == Fault::lost_answer) co_return OutcomeUnknown{"no answer"};
  co_return known->second;
}

std::optional<Fault> ScriptedProvider::next_fault(const std::string& operation) {
  auto& faults = faults_[operation];
  if (faults.empty()) return std::nullopt;
  const auto fault = faults.front();
  faults.pop_front();
  return fault;
}

GatewayAnswer ScriptedProvider::charge(Intent& intent, const std::string& method) {
  auto& facts = intent.facts;
  if (facts.status != IntentStatus::requires_payment_method) return facts;
  intent.method = method;
  if (method == "pm_card_declined") return decline(intent, "generic_decline");
  if (method == "pm_card_poor") return decline(intent, "insufficient_funds");
  facts.decline_code.clear();
  facts.status = IntentStatus::requires_capture;
  if (method == "pm_card_slow" && takes_its_time) facts.status = IntentStatus::processing;
  if (method == "pm_card_3ds") {
    facts.status = IntentStatus::requires_action;
    facts.action_url = "https://bank.example/3ds/" + facts.id;
  }
  return facts;
}

GatewayAnswer ScriptedProvider::decline(Intent& intent, std::string code) {
  intent.facts.status = IntentStatus::requires_payment_method;
  intent.facts.action_url.clear();
  intent.facts.decline_code = code;
  return CardDeclined{std::move(code), "req_" + std::to_string(calls.size())};
}

void ScriptedProvider::act(const std::string& intent_id, bool accepts) {
  auto& intent = intents.at(intent_id);
  if (intent.facts.status != IntentStatus::requires_action) return;
  intent.facts.status = IntentStatus::requires_capture;
  intent.facts.action_url.clear();
  if (!accepts) static_cast<void>(decline(intent, "authentication_failed"));
}

std::vector<std::string> ScriptedProvider::keys_of(const std::string& operation) const {
  std::vector<std::string> keys;
  for (const auto& [name, key] : calls) {
    if (name == operation) keys.push_back(key);
  }
  return keys;
}

}  // namespace ddd::payment::test
