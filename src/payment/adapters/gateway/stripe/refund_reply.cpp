#include <array>
#include <utility>

#include <ddd/payment/adapters/gateway/stripe/amounts.hpp>
#include <ddd/payment/adapters/gateway/stripe/refund_reply.hpp>
#include <ddd/payment/adapters/gateway/stripe/refund_wire.hpp>
#include <ddd/payment/adapters/gateway/stripe/wire.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::payment::stripe {
namespace {

// docs.stripe.com/api/refunds/object: pending, requires_action, succeeded, failed, canceled.
constexpr std::array<std::pair<std::string_view, RefundStatus>, 5> kStatuses = {{
    {"pending", RefundStatus::pending},
    {"requires_action", RefundStatus::pending},
    {"succeeded", RefundStatus::succeeded},
    {"failed", RefundStatus::failed},
    {"canceled", RefundStatus::failed},
}};

std::optional<RefundStatus> refund_status(std::string_view text) {
  for (const auto& [word, status] : kStatuses) {
    if (word == text) return status;
  }
  return std::nullopt;
}

std::string word_or_nothing(std::optional<std::string> text) {
  return text && wire::is_word(*text) ? *std::move(text) : std::string();
}

std::optional<RefundFacts> facts_of(wire::Refund refund) {
  if (refund.object != "refund" || !wire::is_word(refund.id)) return std::nullopt;
  const auto status = refund_status(refund.status.value_or(""));
  const auto amount = from_wire(refund.amount, refund.currency);
  if (!status || !amount) return std::nullopt;
  RefundFacts facts{.id = std::move(refund.id),
                    .status = *status,
                    .amount = *amount,
                    .intent_id = word_or_nothing(std::move(refund.payment_intent)),
                    .failure_reason = word_or_nothing(std::move(refund.failure_reason))};
  if (refund.metadata) facts.refund_id = word_or_nothing(std::move(refund.metadata->refund_id));
  return facts;
}

template <class T>
RefundAnswer same(const T& answer) {
  if constexpr (std::is_same_v<T, IntentFacts> || std::is_same_v<T, CardDeclined>) {
    // An object of another kind, or a word that no refund gets: it tells nothing.
    return OutcomeUnknown{"an answer that is not about a refund"};
  } else {
    return answer;
  }
}

}  // namespace

std::optional<RefundFacts> read_refund(std::string_view body) {
  auto refund = json::decode_foreign<wire::Refund>(body);
  if (!refund) return std::nullopt;
  return facts_of(*std::move(refund));
}

std::optional<RefundPage> read_refund_page(std::string_view body) {
  auto list = json::decode_foreign<wire::RefundList>(body);
  if (!list || list->object != "list" || (list->has_more && list->data.empty())) return std::nullopt;
  RefundPage page;
  for (auto& refund : list->data) {
    auto facts = facts_of(std::move(refund));
    if (!facts) return std::nullopt;
    page.refunds.push_back(*std::move(facts));
  }
  if (list->has_more) page.next = page.refunds.back().id;
  return page;
}

RefundVerdict classify_refund(Operation operation, const Exchange& exchange) {
  if (!exchange) {
    const auto verdict = classify(operation, std::unexpected(exchange.error()));
    return {std::visit([](const auto& answer) { return same(answer); }, verdict.answer), verdict.then};
  }
  const auto reply = read_reply(*exchange);
  const bool is_success = reply.status >= 200 && reply.status < 300;
  if (is_success) {
    if (auto facts = read_refund(exchange->body)) {
      facts->evidence = reply.request_id;
      return {*std::move(facts)};
    }
  }
  const auto verdict = classify(operation, reply);
  return {std::visit([](const auto& answer) { return same(answer); }, verdict.answer), verdict.then};
}

}  // namespace ddd::payment::stripe
