#include <algorithm>
#include <array>

#include <ddd/payment/adapters/gateway/stripe/amounts.hpp>
#include <ddd/payment/adapters/gateway/stripe/reply.hpp>
#include <ddd/payment/adapters/gateway/stripe/wire.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::payment::stripe {
namespace {

constexpr std::array<std::pair<std::string_view, IntentStatus>, 7> kStatuses = {{
    {"requires_payment_method", IntentStatus::requires_payment_method},
    {"requires_confirmation", IntentStatus::requires_confirmation},
    {"requires_action", IntentStatus::requires_action},
    {"processing", IntentStatus::processing},
    {"requires_capture", IntentStatus::requires_capture},
    {"succeeded", IntentStatus::succeeded},
    {"canceled", IntentStatus::canceled},
}};

std::optional<IntentStatus> intent_status(std::string_view text) {
  const auto* found = std::ranges::find(kStatuses, text, &std::pair<std::string_view, IntentStatus>::first);
  return found == kStatuses.end() ? std::nullopt : std::optional(found->second);
}

std::string word_or_nothing(std::optional<std::string> text) {
  return text && wire::is_word(*text) ? *std::move(text) : std::string();
}

/// The more exact of the two; a refused attempt without either still has a code.
std::string decline_code_of(const wire::LastError& error) {
  auto code = word_or_nothing(error.decline_code);
  if (code.empty()) code = word_or_nothing(error.code);
  return code.empty() ? "generic_decline" : code;
}

/// Where the buyer is sent: a web address or nothing. It is passed on, never fetched.
std::string action_url_of(const wire::Intent& intent) {
  constexpr std::size_t kLongest = 4096;
  if (!intent.next_action || !intent.next_action->redirect_to_url) return {};
  const auto url = intent.next_action->redirect_to_url->url.value_or("");
  const bool is_web = url.starts_with("https://") || url.starts_with("http://");
  return is_web && url.size() <= kLongest ? url : std::string();
}

std::optional<bool> should_retry(const http::IncomingResponse& response) {
  const auto value = response.get("Stripe-Should-Retry");
  if (value == "true") return true;
  if (value == "false") return false;
  return std::nullopt;
}

std::optional<IntentFacts> facts_of(wire::Intent intent) {
  if (intent.object != "payment_intent" || !wire::is_word(intent.id)) return std::nullopt;
  const auto status = intent_status(intent.status);
  const auto amount = from_wire(intent.amount, intent.currency);
  const auto received = from_wire(intent.amount_received, intent.currency);
  if (!status || !amount || !received) return std::nullopt;
  IntentFacts facts{.id = std::move(intent.id), .status = *status, .amount = *amount, .received = *received};
  if (intent.metadata) facts.payment_id = word_or_nothing(std::move(intent.metadata->payment_id));
  facts.client_secret = word_or_nothing(std::move(intent.client_secret));
  if (*status == IntentStatus::requires_action) facts.action_url = action_url_of(intent);
  if (intent.last_payment_error) facts.decline_code = decline_code_of(*intent.last_payment_error);
  return facts;
}

}  // namespace

std::optional<IntentFacts> read_intent(std::string_view body) {
  auto intent = json::decode_foreign<wire::Intent>(body);
  if (!intent) return std::nullopt;
  return facts_of(*std::move(intent));
}

std::optional<IntentPage> read_page(std::string_view body, std::string_view payment_id) {
  auto list = json::decode_foreign<wire::IntentList>(body);
  if (!list || list->object != "list") return std::nullopt;
  IntentPage page;
  if (list->has_more) {
    if (list->data.empty() || !wire::is_word(list->data.back().id)) return std::nullopt;
    page.next = list->data.back().id;
  }
  for (auto& intent : list->data) {
    const auto& metadata = intent.metadata;
    if (!metadata || metadata->payment_id != payment_id) continue;
    page.found = facts_of(std::move(intent));
    if (!page.found) return std::nullopt;
    break;
  }
  return page;
}

std::optional<ProviderError> read_error(std::string_view body) {
  auto decoded = json::decode_foreign<wire::ErrorBody>(body);
  if (!decoded || !wire::is_word(decoded->error.type)) return std::nullopt;
  auto& error = decoded->error;
  return ProviderError{.type = std::move(error.type),
                       .code = word_or_nothing(std::move(error.code)),
                       .decline_code = word_or_nothing(std::move(error.decline_code)),
                       .param = word_or_nothing(std::move(error.param))};
}

std::optional<std::variant<CardFacts, NoCard>> read_card(std::string_view body) {
  auto method = json::decode_foreign<wire::Method>(body);
  if (!method || method->object != "payment_method") return std::nullopt;
  if (!method->card) return NoCard{};
  auto& card = *method->card;
  const bool four_digits = card.last4.size() == 4 && card.last4.find_first_not_of("0123456789") == std::string::npos;
  const bool has_date = card.exp_month >= 1 && card.exp_month <= 12 && card.exp_year >= 2000 && card.exp_year <= 2999;
  if (!four_digits || !has_date || !wire::is_word(card.brand)) return std::nullopt;
  return CardFacts{.brand = std::move(card.brand),
                   .last_four_digits = std::move(card.last4),
                   .expiry_month = card.exp_month,
                   .expiry_year = card.exp_year};
}

Reply read_reply(const http::IncomingResponse& response) {
  const auto request_id = response.get("Request-Id");
  Reply reply{.status = response.status,
              .should_retry = should_retry(response),
              .request_id = wire::is_word(request_id) ? std::string(request_id) : std::string(),
              .body = Unreadable{}};
  if (response.status >= 200 && response.status < 300) {
    if (auto facts = read_intent(response.body)) {
      facts->evidence = reply.request_id;
      reply.body = *std::move(facts);
    }
  } else if (auto error = read_error(response.body)) {
    reply.body = *std::move(error);
  }
  return reply;
}

}  // namespace ddd::payment::stripe
