#include <algorithm>
#include <utility>

#include <ddd/payment/adapters/gateway/stripe/amounts.hpp>
#include <ddd/payment/adapters/gateway/stripe/form.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_gateway.hpp>
#include <ddd/payment/adapters/gateway/stripe/time_limits.hpp>
#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using stripe::kBudget;
using stripe::kFirstTry;
using stripe::kLeast;
using stripe::kPause;
using stripe::left_until;
using stripe::Operation;
using stripe::Verdict;

std::string path_of(std::string_view intent_id, std::string_view action = {}) {
  auto path = "/v1/payment_intents/" + stripe::percent_encoded(intent_id);
  return action.empty() ? path : path.append("/").append(action);
}

/// For the log; nothing for an answer that is as it should be.
struct Trouble {
  std::string_view outcome;
  std::string_view reason;
  LogLevel level = LogLevel::warn;
};

std::optional<Trouble> trouble_in(const GatewayAnswer& answer) {
  if (const auto* not_executed = std::get_if<NotExecuted>(&answer))
    return Trouble{"not executed", not_executed->reason};
  if (const auto* unknown = std::get_if<OutcomeUnknown>(&answer)) return Trouble{"unknown", unknown->reason};
  if (const auto* refused = std::get_if<RequestRefused>(&answer)) {
    return Trouble{"refused", refused->reason, LogLevel::error};
  }
  return std::nullopt;
}

}  // namespace

Task<GatewayAnswer> StripeGateway::create(const CallContext& call, CreateIntent request) {
  const auto amount = stripe::to_wire(request.amount);
  if (!amount) co_return RequestRefused{"the amount is too large to be written"};
  stripe::Form form;
  form.field("amount", std::to_string(amount->amount))
      .field("currency", amount->currency)
      .field("capture_method", "manual")
      .item("payment_method_types", "card")
      .entry("metadata", "payment_id", request.payment_id.to_text());
  if (!request.order_id.empty()) form.entry("metadata", "order_id", request.order_id);
  co_return co_await ask(call, {.operation = Operation::create,
                                .path = "/v1/payment_intents",
                                .intent_id = {},
                                .form = std::move(form).take(),
                                .key = std::move(request.key)});
}

Task<GatewayAnswer> StripeGateway::confirm(const CallContext& call, ConfirmIntent request) {
  stripe::Form form;
  form.field("payment_method", request.payment_method);
  if (!request.return_url.empty()) form.field("return_url", request.return_url);
  co_return co_await ask(call, {.operation = Operation::confirm,
                                .path = path_of(request.intent_id, "confirm"),
                                .intent_id = request.intent_id,
                                .form = std::move(form).take(),
                                .key = std::move(request.key)});
}

Task<GatewayAnswer> StripeGateway::capture(const CallContext& call, std::string key, std::string intent_id) {
  co_return co_await ask(call, {.operation = Operation::capture,
                                .path = path_of(intent_id, "capture"),
                                .intent_id = intent_id,
                                .form = {},
                                .key = std::move(key)});
}

Task<GatewayAnswer> StripeGateway::cancel(const CallContext& call, std::string key, std::string intent_id) {
  co_return co_await ask(call, {.operation = Operation::cancel,
                                .path = path_of(intent_id, "cancel"),
                                .intent_id = intent_id,
                                .form = {},
                                .key = std::move(key)});
}

Task<GatewayAnswer> StripeGateway::look_up(const CallContext& call, std::string intent_id) {
  co_return co_await ask(
      call,
      {.operation = Operation::look_up, .path = path_of(intent_id), .intent_id = intent_id, .form = {}, .key = {}});
}

Task<Result<std::optional<IntentFacts>>> StripeGateway::find(const CallContext& call, PaymentId payment_id,
                                                             Timestamp since) {
  const auto give_up_at = steady_clock::now() + kBudget;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since.time_since_epoch()).count();
  const auto first = "/v1/payment_intents?limit=100&created%5Bgte%5D=" + std::to_string(seconds);
  std::string next;
  do {
    const auto left = left_until(give_up_at);
    if (left < kLeast) co_return Refused(errors::provider_unavailable());
    const Request request{.operation = Operation::list,
                          .path = next.empty() ? first : first + "&starting_after=" + stripe::percent_encoded(next),
                          .intent_id = {},
                          .form = {},
                          .key = {},
                          .traceparent = call.trace.to_traceparent()};
    const auto exchange = co_await send(request, left);
    if (!exchange || exchange->status != 200) co_return Refused(errors::provider_unavailable());
    auto page = stripe::read_page(exchange->body, payment_id.to_text());
    if (!page) co_return Refused(errors::provider_unavailable());
    if (page->found) {
      page->found->evidence = exchange->get("Request-Id");
      co_return std::move(page->found);
    }
    next = std::move(page->next);
  } while (!next.empty());
  co_return std::nullopt;
}

Task<Result<CardFacts>> StripeGateway::card_of(const CallContext& call, std::string token) {
  const Request request{.operation = Operation::find_card,
                        .path = "/v1/payment_methods/" + stripe::percent_encoded(token),
                        .intent_id = {},
                        .form = {},
                        .key = {},
                        .traceparent = call.trace.to_traceparent()};
  const auto exchange = co_await send(request, kBudget);
  if (exchange && exchange->status == 200) {
    if (auto found = stripe::read_card(exchange->body)) {
      if (auto* card = std::get_if<CardFacts>(&*found)) co_return std::move(*card);
      co_return Refused(errors::method_unknown_to_provider());
    }
  }
  if (exchange) {
    const auto error = stripe::read_error(exchange->body);
    if (error && error->code == "resource_missing") co_return Refused(errors::method_unknown_to_provider());
  }
  const auto reason = exchange ? "status " + std::to_string(exchange->status) : exchange.error().reason;
  note(call, request, NotExecuted{reason});
  co_return Refused(errors::provider_unavailable());
}

Task<GatewayAnswer> StripeGateway::ask(const CallContext& call, Request request) {
  request.traceparent = call.trace.to_traceparent();
  auto verdict = co_await settle(request);
  note(call, request, verdict.answer);
  co_return std::move(verdict.answer);
}

Task<Verdict> StripeGateway::settle(const Request& request) {
  const auto give_up_at = steady_clock::now() + kBudget;
  const auto first_limit = stripe::only_asks(request.operation) ? kBudget : kFirstTry;
  auto verdict = stripe::classify(request.operation, co_await observe(request, first_limit));
  if (verdict.then == Verdict::Then::repeat) verdict = co_await repeat(request, std::move(verdict), give_up_at);
  if (verdict.then != Verdict::Then::look || left_until(give_up_at) < kLeast) co_return verdict;
  const Request look{.operation = Operation::look_up,
                     .path = path_of(request.intent_id),
                     .intent_id = request.intent_id,
                     .form = {},
                     .key = {},
                     .traceparent = request.traceparent};
  auto seen = stripe::classify(look.operation, co_await observe(look, left_until(give_up_at)));
  // Only the intent itself tells more than the first answer did.
  co_return std::holds_alternative<IntentFacts>(seen.answer) ? std::move(seen) : std::move(verdict);
}

Task<Verdict> StripeGateway::repeat(const Request& request, Verdict first, Deadline give_up_at) {
  co_await sleeper_.sleep_for(kPause);
  if (left_until(give_up_at) < kLeast) co_return first;
  auto second = stripe::classify(request.operation, co_await observe(request, left_until(give_up_at)));
  // That the repeat was not let in says nothing about the first try.
  co_return std::holds_alternative<NotExecuted>(second.answer) ? std::move(first) : std::move(second);
}

Task<stripe::Observed> StripeGateway::observe(const Request& request, milliseconds limit) {
  auto exchange = co_await send(request, limit);
  if (!exchange) co_return std::unexpected(std::move(exchange).error());
  co_return stripe::read_reply(*exchange);
}

Task<stripe::Exchange> StripeGateway::send(const Request& request, milliseconds limit) {
  const auto wait = rates_.take(request.operation, steady_clock::now(), limit / 2);
  if (!wait) {
    co_return std::unexpected(
        http::ExchangeFailure{.reach = http::ExchangeFailure::Reach::not_sent, .reason = "our own limit of the rate"});
  }
  const auto pause = std::chrono::ceil<milliseconds>(*wait);
  if (pause > 0ms) co_await sleeper_.sleep_for(pause);
  if (stripe::only_asks(request.operation)) {
    co_return co_await client_.get(request.path, request.traceparent, limit - pause);
  }
  co_return co_await client_.post(request.path, request.form, request.key, request.traceparent, limit - pause);
}

void StripeGateway::note(const CallContext& call, const Request& request, const GatewayAnswer& answer) {
  const auto trouble = trouble_in(answer);
  if (!trouble) return;
  log_.limited("payment.provider")
      .write(trouble->level, "payment provider gave no result",
             {{"operation", stripe::to_text(request.operation)},
              {"outcome", trouble->outcome},
              {"reason", trouble->reason},
              {"intent_id", request.intent_id},
              {"request_id", call.request_id}});
}

}  // namespace ddd::payment
