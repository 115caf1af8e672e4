#include <algorithm>
#include <utility>

#include <ddd/payment/adapters/gateway/stripe/amounts.hpp>
#include <ddd/payment/adapters/gateway/stripe/form.hpp>
#include <ddd/payment/adapters/gateway/stripe/refund_reply.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_gateway.hpp>
#include <ddd/payment/adapters/gateway/stripe/time_limits.hpp>

/// Refunds. What a refusal hints at stands in the list of the intent's refunds, where ours carry our id.
namespace ddd::payment {
namespace {

using std::chrono::steady_clock;
using stripe::classify_refund;
using stripe::left_until;
using stripe::Operation;
using stripe::RefundVerdict;
using Then = stripe::Verdict::Then;

/// For the log.
GatewayAnswer without_facts(const RefundAnswer& answer) {
  return std::visit(
      []<class T>(const T& each) -> GatewayAnswer {
        if constexpr (std::is_same_v<T, RefundFacts>) {
          return IntentFacts{};
        } else {
          return each;
        }
      },
      answer);
}

}  // namespace

Task<RefundAnswer> StripeGateway::refund(const CallContext& call, CreateRefund request) {
  const auto amount = stripe::to_wire(request.amount);
  if (!amount) co_return RequestRefused{"the amount is too large to be written"};
  stripe::Form form;
  form.field("payment_intent", request.intent_id)
      .field("amount", std::to_string(amount->amount))
      .entry("metadata", "refund_id", request.refund_id.to_text())
      .entry("metadata", "payment_id", request.payment_id.to_text());
  const Request outgoing{.operation = Operation::refund,
                         .path = "/v1/refunds",
                         .intent_id = request.intent_id,
                         .form = std::move(form).take(),
                         .key = std::move(request.key),
                         .traceparent = call.trace.to_traceparent()};
  auto answer = co_await settle_refund(call, outgoing, request.refund_id.to_text());
  note(call, outgoing, without_facts(answer));
  co_return answer;
}

Task<RefundAnswer> StripeGateway::settle_refund(const CallContext& call, const Request& request,
                                                const std::string& refund_id) {
  const auto give_up_at = steady_clock::now() + stripe::kBudget;
  auto verdict = classify_refund(request.operation, co_await send(request, stripe::kFirstTry));
  if (verdict.then == Then::repeat) {
    co_await sleeper_.sleep_for(stripe::kPause);
    if (left_until(give_up_at) >= stripe::kLeast) {
      auto second = classify_refund(request.operation, co_await send(request, left_until(give_up_at)));
      // That the repeat was not let in says nothing about the first try.
      if (!std::holds_alternative<NotExecuted>(second.answer)) verdict = std::move(second);
    }
  }
  if (verdict.then != Then::look || left_until(give_up_at) < stripe::kLeast) co_return std::move(verdict.answer);
  auto listed = co_await list_refunds_until(call, request.intent_id, give_up_at);
  const auto* refunds = std::get_if<std::vector<RefundFacts>>(&listed);
  if (refunds == nullptr) co_return std::move(verdict.answer);
  const auto ours = std::ranges::find(*refunds, refund_id, &RefundFacts::refund_id);
  if (ours != refunds->end()) co_return *ours;
  // Refused, and nothing of ours is there: that is its last word.
  co_return RequestRefused{std::get<OutcomeUnknown>(verdict.answer).reason};
}

Task<RefundAnswer> StripeGateway::look_up_refund(const CallContext& call, std::string provider_id) {
  const Request request{.operation = Operation::look_up_refund,
                        .path = "/v1/refunds/" + stripe::percent_encoded(provider_id),
                        .intent_id = {},
                        .form = {},
                        .key = {},
                        .traceparent = call.trace.to_traceparent()};
  auto verdict = classify_refund(request.operation, co_await send(request, stripe::kBudget));
  note(call, request, without_facts(verdict.answer));
  co_return std::move(verdict.answer);
}

Task<RefundList> StripeGateway::list_refunds(const CallContext& call, std::string intent_id) {
  co_return co_await list_refunds_until(call, std::move(intent_id), steady_clock::now() + stripe::kBudget);
}

Task<RefundList> StripeGateway::list_refunds_until(const CallContext& call, std::string intent_id,
                                                   Deadline give_up_at) {
  const auto first = "/v1/refunds?limit=100&payment_intent=" + stripe::percent_encoded(intent_id);
  std::vector<RefundFacts> refunds;
  std::string next;
  do {
    const auto left = left_until(give_up_at);
    if (left < stripe::kLeast) co_return NotExecuted{"no time left"};
    const Request request{.operation = Operation::list_refunds,
                          .path = next.empty() ? first : first + "&starting_after=" + stripe::percent_encoded(next),
                          .intent_id = intent_id,
                          .form = {},
                          .key = {},
                          .traceparent = call.trace.to_traceparent()};
    const auto exchange = co_await send(request, left);
    auto page = exchange && exchange->status == 200 ? stripe::read_refund_page(exchange->body) : std::nullopt;
    if (!page) {
      const auto reason = exchange ? "status " + std::to_string(exchange->status) : exchange.error().reason;
      note(call, request, NotExecuted{reason});
      co_return NotExecuted{reason};
    }
    for (auto& facts : page->refunds) {
      facts.evidence = exchange->get("Request-Id");
      refunds.push_back(std::move(facts));
    }
    next = std::move(page->next);
  } while (!next.empty());
  co_return refunds;
}

}  // namespace ddd::payment
