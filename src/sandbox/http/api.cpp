#include <algorithm>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/token_text.hpp>
#include <ddd/platform/context/trace_context.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/http/action_page.hpp>
#include <ddd/sandbox/http/api.hpp>
#include <ddd/sandbox/http/refusals.hpp>
#include <ddd/sandbox/http/requests.hpp>
#include <ddd/sandbox/wire/stripe_json.hpp>
#include <ddd/sandbox/wire/stripe_wire.hpp>

namespace ddd::sandbox {

/// A prefix that ends in "/" is followed by an id, then by `suffix`.
struct Api::CommandRoute {
  std::string_view prefix;
  std::string_view suffix;
  std::string_view op;
  Result<Command> (*read)(std::string_view id, Parameters& parameters);
};
struct Api::QueryRoute {
  std::string_view prefix;
  std::string_view op;
  Task<Result<std::string>> (Api::*run)(std::string_view id, Parameters& parameters);
};

const Api::CommandRoute Api::kCommands[] = {
    {"/v1/payment_intents", "", "create", requests::create_intent},
    {"/v1/payment_intents/", "/confirm", "confirm", requests::confirm_intent},
    {"/v1/payment_intents/", "/capture", "capture", requests::capture_intent},
    {"/v1/payment_intents/", "/cancel", "cancel", requests::cancel_intent},
    {"/v1/refunds", "", "refund", requests::create_refund},
    {"/v1/payment_methods", "", "save_method", requests::save_method},
};
const Api::QueryRoute Api::kQueries[] = {
    {"/v1/payment_intents", "list", &Api::list_intents},
    {"/v1/payment_intents/", "retrieve", &Api::retrieve_intent},
    {"/v1/refunds", "list_refunds", &Api::list_refunds},
    {"/v1/refunds/", "retrieve_refund", &Api::retrieve_refund},
    {"/v1/payment_methods/", "retrieve_method", &Api::retrieve_method},
    {"/v1/events", "list_events", &Api::list_events},
    {"/v1/events/", "retrieve_event", &Api::retrieve_event},
};

namespace {

constexpr std::string_view kFaultsPath = "/_test/faults";

struct Target {
  std::string_view path;
  std::string_view query;
};

Target split(std::string_view target) {
  const auto mark = std::min(target.find('?'), target.size());
  return {target.substr(0, mark), target.substr(std::min(mark + 1, target.size()))};
}

/// The id in `path`, "" for a route without one; nothing if the path is another route's.
std::optional<std::string_view> id_in(std::string_view path, std::string_view prefix, std::string_view suffix) {
  if (!prefix.ends_with('/')) return path == prefix ? std::optional(std::string_view()) : std::nullopt;
  if (path.size() <= prefix.size() + suffix.size() || !path.starts_with(prefix) || !path.ends_with(suffix)) {
    return std::nullopt;
  }
  const auto id = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
  return id.find('/') == std::string_view::npos ? std::optional(id) : std::nullopt;
}

/// docs.stripe.com/api/authentication. Which test key it is makes no difference: there is one account.
Result<> check_key(const http::Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  constexpr std::string_view kTestKey = "sk_test_";
  const auto sent = request.header("Authorization");
  if (sent.empty()) return Refused(refusals::no_api_key());
  if (to_lower(sent.substr(0, kScheme.size())) != kScheme) return Refused(refusals::invalid_api_key());
  const auto key = trim(sent.substr(kScheme.size()));
  if (!key.starts_with(kTestKey) || !api::is_token_text(key, kTestKey.size() + 1, 255)) {
    return Refused(refusals::invalid_api_key());
  }
  return {};
}

Result<> check_form(const http::Request& request) {
  const auto type = request.header("Content-Type");
  const auto essence = to_lower(trim(type.substr(0, type.find(';'))));
  if (request.body.empty() || essence == "application/x-www-form-urlencoded") return {};
  return Refused(refusals::unreadable(
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."));
}

/// What the webhook passes on, so that a trace does not end here: nothing unless it is one.
std::string traceparent_of(const http::Request& request) {
  const auto trace = TraceContext::parse(request.header("traceparent"));
  return trace ? trace->to_traceparent() : std::string();
}

http::Response to_response(Answer answer) {
  http::Response response;
  response.status = answer.status;
  response.content_type = "application/json";
  response.body = std::move(answer.body);
  if (answer.status == 401) response.set("WWW-Authenticate", "Bearer realm=\"payment-sandbox\"");
  return response;
}

http::Response to_response(Performed performed, const std::string& key) {
  const int status = performed.answer.status;
  auto response = to_response(std::move(performed.answer));
  if (key.empty()) return response;
  response.set("Idempotency-Key", key);
  const bool is_recorded = !performed.original_request.empty();
  if (is_recorded) response.set("Original-Request", std::move(performed.original_request));
  if (performed.replayed) response.set("Idempotent-Replayed", "true");
  // docs.stripe.com/error-low-level: the header says whether the same request can fare better. A recorded answer never
  // changes, a locked key will be free; of a 500 Stripe does not say.
  if (status == 409) response.set("Stripe-Should-Retry", "true");
  if (is_recorded && status != 500) response.set("Stripe-Should-Retry", "false");
  return response;
}

Lie lie_of(const std::optional<Fault>& fault) {
  if (!fault) return Lie::none;
  switch (fault->kind) {
    case FaultKind::error_with_effect:
      return Lie::error_with_effect;
    case FaultKind::error_without_effect:
      return Lie::error_without_effect;
    case FaultKind::execute_then_drop_response:
    case FaultKind::drop_request:
    case FaultKind::rate_limited:
    case FaultKind::delay:
      break;
  }
  return Lie::none;
}

bool is(const std::optional<Fault>& fault, FaultKind kind) {
  return fault && fault->kind == kind;
}

}  // namespace

Task<http::Response> Api::handle(const http::Request& request) {
  const auto request_id = "req_" + request_ids_.next();
  auto answered = co_await answer(request, request_id);
  auto response = answered ? *std::move(answered) : to_response(error_answer(answered.error()));
  const auto version = request.header("Stripe-Version");
  response.set("Request-Id", request_id);
  response.set("Stripe-Version", std::string(version.empty() ? kApiVersion : version));
  response.set("Cache-Control", "no-cache, no-store");
  co_return response;
}

http::Response Api::refuse(int status, std::string_view detail) {
  auto answer = error_answer(refusals::unreadable(detail));
  answer.status = status;
  auto response = to_response(std::move(answer));
  response.set("Request-Id", "req_" + request_ids_.next());
  return response;
}

Task<Result<http::Response>> Api::answer(const http::Request& request, const std::string& request_id) {
  const auto [path, query_string] = split(request.target);
  const bool is_get = request.method == http::Method::get;
  if (is_get && (path == "/livez" || path == "/readyz")) {
    co_return to_response(Answer{.status = 200, .body = R"({"status":"ready"})"});
  }
  if (d_.faults_enabled && path == kFaultsPath) co_return order_fault(request);
  if (path.starts_with(action_page::kPath)) {
    co_return co_await show_page(request, path.substr(action_page::kPath.size()));
  }
  DDD_CO_CHECK(check_key(request));
  if (is_get) {
    for (const auto& route : kQueries) {
      const auto id = id_in(path, route.prefix, {});
      if (!id) continue;
      DDD_CO_TRY(auto parameters, Parameters::parse(query_string, {}));
      co_return co_await query(route, *id, std::move(parameters));
    }
  } else if (request.method == http::Method::post) {
    for (const auto& route : kCommands) {
      const auto id = id_in(path, route.prefix, route.suffix);
      if (!id) continue;
      DDD_CO_CHECK(check_form(request));
      DDD_CO_TRY(auto parameters, Parameters::parse(query_string, request.body));
      co_return co_await change(route, *id, request, std::move(parameters), request_id);
    }
  }
  co_return Refused(refusals::unknown_route());
}

Task<Result<http::Response>> Api::change(const CommandRoute& route, std::string_view id, const http::Request& request,
                                         Parameters parameters, const std::string& request_id) {
  const auto fault = faults_.take(route.op);
  if (is(fault, FaultKind::rate_limited)) co_return Refused(refusals::rate_limited());
  if (is(fault, FaultKind::drop_request)) co_return co_await stay_silent(fault->delay);
  DDD_CO_TRY(auto command, route.read(id, parameters));
  Call call{.request_id = request_id,
            .key = std::string(request.header("Idempotency-Key")),
            .fingerprint = {},
            .traceparent = traceparent_of(request),
            .lie = lie_of(fault)};
  if (call.key.size() > kLongestKey) {
    co_return Refused(refusals::unreadable("Idempotency keys have at most 255 characters."));
  }
  if (is(fault, FaultKind::delay)) call.delay = fault->delay;
  const auto path = split(request.target).path;
  call.fingerprint = crypto::sha256_hex(std::string(path).append("\n").append(parameters.canonical()));
  const auto key = call.key;
  auto performed = co_await d_.operations.perform(std::move(call), std::move(command));
  if (is(fault, FaultKind::execute_then_drop_response)) co_return co_await stay_silent(fault->delay);
  DDD_CO_CHECK(performed);
  co_return to_response(*std::move(performed), key);
}

Task<Result<http::Response>> Api::query(const QueryRoute& route, std::string_view id, Parameters parameters) {
  const auto fault = faults_.take(route.op);
  if (is(fault, FaultKind::rate_limited)) co_return Refused(refusals::rate_limited());
  if (is(fault, FaultKind::delay)) co_await d_.sleeper.sleep_for(fault->delay);
  if (lie_of(fault) != Lie::none) co_return Refused(errors::failed());
  DDD_CO_TRY(auto body, co_await (this->*route.run)(id, parameters));
  if (fault && fault->kind != FaultKind::delay) co_return co_await stay_silent(fault->delay);
  co_return to_response(Answer{.status = 200, .body = std::move(body)});
}

Task<Result<http::Response>> Api::show_page(const http::Request& request, std::string_view token) {
  if (request.method == http::Method::get) {
    DDD_CO_TRY(const auto intent, co_await d_.intents.find_intent_by_action(std::string(token)));
    co_return intent ? action_page::ask(intent->state()) : action_page::unknown();
  }
  if (request.method != http::Method::post) co_return Refused(refusals::unknown_route());
  DDD_CO_CHECK(check_form(request));
  DDD_CO_TRY(auto parameters, Parameters::parse({}, request.body));
  const auto outcome = parameters.text("outcome").value_or("");
  if (outcome != "succeed" && outcome != "fail") co_return action_page::unreadable();
  DDD_CO_TRY(const auto intent, co_await d_.operations.act(std::string(token), outcome == "succeed"));
  co_return intent ? action_page::answered(*intent) : action_page::unknown();
}

Task<Result<http::Response>> Api::stay_silent(std::chrono::milliseconds duration) {
  co_await d_.sleeper.sleep_for(duration);
  http::Response response;
  response.hang_up = true;
  co_return response;
}

Result<http::Response> Api::order_fault(const http::Request& request) {
  if (request.method == http::Method::del) {
    faults_.clear();
  } else if (request.method == http::Method::post) {
    DDD_TRY(auto fault, Faults::parse(request.body));
    DDD_CHECK(faults_.add(std::move(fault)));
  } else {
    return Refused(refusals::unknown_route());
  }
  return to_response(Answer{.status = 200, .body = "{}"});
}

Task<Result<std::string>> Api::retrieve_intent(std::string_view id, Parameters& parameters) {
  // Stripe.js sends the secret along; the key is what counts.
  static_cast<void>(parameters.text("client_secret"));
  DDD_CO_CHECK(parameters.check_all_taken());
  DDD_CO_TRY(auto parsed, requests::intent_id(id));
  DDD_CO_TRY(const auto intent, co_await d_.intents.find_intent(std::move(parsed)));
  if (!intent) co_return Refused(errors::intent_not_found());
  co_return d_.wire.object(intent->state());
}

Task<Result<std::string>> Api::list_intents(std::string_view, Parameters& parameters) {
  DDD_CO_TRY(auto range, requests::intent_list(parameters));
  DDD_CO_TRY(const auto page, co_await d_.intents.list_intents(std::move(range)));
  std::vector<std::string> items;
  items.reserve(page.items.size());
  for (const auto& intent : page.items) items.push_back(d_.wire.object(intent));
  co_return list_json("/v1/payment_intents", items, page.next.has_value());
}

Task<Result<std::string>> Api::retrieve_refund(std::string_view id, Parameters& parameters) {
  DDD_CO_CHECK(parameters.check_all_taken());
  DDD_CO_TRY(auto parsed, requests::refund_id(id));
  DDD_CO_TRY(const auto refund, co_await d_.intents.find_refund(std::move(parsed)));
  if (!refund) co_return Refused(errors::refund_not_found());
  co_return d_.wire.object(refund->state());
}

Task<Result<std::string>> Api::list_refunds(std::string_view, Parameters& parameters) {
  DDD_CO_TRY(auto filter, requests::refund_list(parameters));
  DDD_CO_TRY(const auto page, co_await d_.intents.list_refunds(std::move(filter)));
  std::vector<std::string> items;
  items.reserve(page.items.size());
  for (const auto& refund : page.items) items.push_back(d_.wire.object(refund));
  co_return list_json("/v1/refunds", items, page.next.has_value());
}

Task<Result<std::string>> Api::retrieve_method(std::string_view id, Parameters& parameters) {
  DDD_CO_CHECK(parameters.check_all_taken());
  DDD_CO_TRY(const auto method, co_await d_.intents.find_method(std::string(id)));
  if (!method) co_return Refused(errors::method_not_found());
  co_return method_json(*method);
}

Task<Result<std::string>> Api::retrieve_event(std::string_view id, Parameters& parameters) {
  DDD_CO_CHECK(parameters.check_all_taken());
  DDD_CO_TRY(auto parsed, requests::event_id(id));
  DDD_CO_TRY(const auto event, co_await d_.events.find_event(std::move(parsed)));
  if (!event) co_return Refused(errors::event_not_found());
  co_return event_json(*event);
}

Task<Result<std::string>> Api::list_events(std::string_view, Parameters& parameters) {
  DDD_CO_TRY(auto filter, requests::event_list(parameters));
  DDD_CO_TRY(const auto page, co_await d_.events.list_events(std::move(filter)));
  std::vector<std::string> items;
  items.reserve(page.items.size());
  for (const auto& event : page.items) items.push_back(event_json(event));
  co_return list_json("/v1/events", items, page.next.has_value());
}

}  // namespace ddd::sandbox
