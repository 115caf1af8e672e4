#include <boost/asio/post.hpp>
#include <payment/support/provider.hpp>

namespace ddd::payment::test {

Task<RefundAnswer> ScriptedProvider::refund(const CallContext&, CreateRefund request) {
  co_await boost::asio::post(use_task);
  mortality_.pass();
  calls.emplace_back("refund", request.key);
  if (on_key) on_key(request.key);
  const auto fault = next_fault("refund");
  if (fault == Fault::not_executed) co_return NotExecuted{"busy"};
  if (fault == Fault::lost_request) co_return OutcomeUnknown{"no answer"};
  if (fault == Fault::refused) co_return RequestRefused{"charge_already_refunded"};
  if (fault == Fault::stuck) refund_answers_.emplace(request.key, OutcomeUnknown{"status 500"});
  auto known = refund_answers_.find(request.key);
  if (known == refund_answers_.end()) known = refund_answers_.emplace(request.key, give_back(request)).first;
  mortality_.pass();
  if (fault == Fault::lost_answer) co_return OutcomeUnknown{"no answer"};
  co_return known->second;
}

RefundAnswer ScriptedProvider::give_back(const CreateRefund& request) {
  const auto& intent = intents.at(request.intent_id).facts;
  if (refunded(request.intent_id) + request.amount.minor_units() > intent.received.minor_units()) {
    return RequestRefused{"the amount is greater than what is left"};
  }
  const auto id = "re_" + std::to_string(refunds.size() + 1);
  RefundFacts facts{.id = id,
                    .status = refunds_take_their_time ? RefundStatus::pending : RefundStatus::succeeded,
                    .amount = request.amount,
                    .refund_id = request.refund_id.to_text(),
                    .intent_id = request.intent_id,
                    .failure_reason = {},
                    .evidence = "req_" + std::to_string(calls.size())};
  return refunds.emplace(id, std::move(facts)).first->second;
}

Task<RefundAnswer> ScriptedProvider::look_up_refund(const CallContext&, std::string provider_id) {
  co_await boost::asio::post(use_task);
  mortality_.pass();
  calls.emplace_back("look_up_refund", provider_id);
  if (next_fault("look_up_refund")) co_return NotExecuted{"no answer"};
  co_return refunds.at(provider_id);
}

Task<RefundList> ScriptedProvider::list_refunds(const CallContext&, std::string intent_id) {
  co_await boost::asio::post(use_task);
  mortality_.pass();
  calls.emplace_back("list_refunds", intent_id);
  if (next_fault("list_refunds")) co_return NotExecuted{"no answer"};
  std::vector<RefundFacts> found;
  for (const auto& [id, facts] : refunds) {
    if (facts.intent_id == intent_id) found.push_back(facts);
  }
  co_return found;
}

void ScriptedProvider::settle_refund(const std::string& provider_id, RefundStatus status) {
  auto& facts = refunds.at(provider_id);
  facts.status = status;
  if (status == RefundStatus::failed) facts.failure_reason = "lost_or_stolen_card";
}

std::int64_t ScriptedProvider::refunded(const std::string& intent_id) const {
  std::int64_t sum = 0;
  for (const auto& [id, facts] : refunds) {
    if (facts.intent_id == intent_id && facts.status != RefundStatus::failed) sum += facts.amount.minor_units();
  }
  return sum;
}

}  // namespace ddd::payment::test
