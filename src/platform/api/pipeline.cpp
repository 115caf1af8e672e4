#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <ddd/platform/api/card_numbers.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/pipeline.hpp>
#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/api/replay.hpp>
#include <ddd/platform/api/request_checks.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::api {
namespace {

void check_idempotency_rule(const RouteTable& table, const Route& route) {
  if (route.idempotency == IdempotencyRule::ignored) return;
  const bool knows_caller = route.access == Access::user || route.access == Access::admin;
  if (table.idempotency == nullptr) throw std::logic_error("route " + route.name + ": no store for idempotency keys");
  if (route.idempotency == IdempotencyRule::required && !knows_caller) {
    throw std::logic_error("route " + route.name + ": a required idempotency key needs a signed-in caller");
  }
}

/// For people who look at their sessions: printable ASCII, bounded, and nothing that must not be stored.
std::string readable_user_agent(std::string_view sent) {
  constexpr std::size_t kMaxUserAgent = 256;
  std::string agent(sent.substr(0, kMaxUserAgent));
  if (has_card_number(agent)) return {};
  std::ranges::replace_if(agent, [](char c) { return c < ' ' || c > '~'; }, '?');
  return agent;
}

/// GET and HEAD of what the client already has (RFC 9110 §13.1.2).
void answer_not_modified(const http::Request& raw, http::Response& response) {
  if (response.status != 200 || (raw.method != http::Method::get && raw.method != http::Method::head)) return;
  const auto known = raw.header("If-None-Match");
  if (known.empty()) return;
  const auto tag = response.get("ETag");
  if (tag.empty() || !none_match_has(known, tag)) return;
  response.status = 304;
  response.content_type.clear();
  response.body = {};
}

}  // namespace

Pipeline::Pipeline(std::vector<RouteTable> tables, Dependencies dependencies, Options options)
    : tables_(std::move(tables)),
      dependencies_(dependencies),
      options_(std::move(options)),
      request_ids_(dependencies.ids) {
  for (const auto& table : tables_) add_table(table);
}

void Pipeline::add_table(const RouteTable& table) {
  for (const auto& route : table.routes) {
    check_idempotency_rule(table, route);
    const auto index = served_.size();
    if (table.mount == Mount::api) router_.add(route.method, std::string(kApiPrefix) + route.path, index);
    if (table.mount == Mount::root || options_.bare_paths) router_.add(route.method, route.path, index);
    served_.push_back({.table = &table, .route = &route, .body_required = requires_body(route)});
  }
}

http::Handler Pipeline::handler() {
  return [this](const http::Request& raw) { return serve(raw); };
}

// The steps before the handler. Their order is part of the contract.
Result<> Pipeline::admit(Exchange& exchange) {
  // First of all: every answer and every log line carries them, refusals included.
  identify(exchange);
  // The route decides which of the following rules apply.
  DDD_CHECK(match(exchange));
  if (exchange.answers_options) return {};
  // Two headers and a length, before anything reads the body.
  DDD_CHECK(check_body_form(exchange));
  // Decoded now, so that the next step sees what the handler would see.
  DDD_CHECK(read_query(exchange));
  // Before any step that echoes, logs or stores what the client wrote.
  DDD_CHECK(refuse_card_numbers(exchange));
  // Echoes names, therefore behind the card number guard.
  DDD_CHECK(check_declared(exchange.query, exchange.route().docs.query));
  // By address, before the work of checking a signature: this is what a flood of bad tokens runs into.
  if (dependencies_.rate_limit != nullptr) {
    DDD_CHECK(dependencies_.rate_limit->admit(exchange.route(), exchange.raw.peer_address));
  }
  // Before anything that depends on who calls. What was refused so far is refused to everybody alike.
  DDD_CHECK(authenticate(exchange, dependencies_.authenticator));
  // A key counts per user.
  return read_idempotency_key(exchange);
}

// The steps around the handler and behind it.
Task<http::Response> Pipeline::serve(const http::Request& raw) {
  Exchange exchange{.raw = raw, .started = std::chrono::steady_clock::now()};
  Result<http::Response> result = Refused(errors::internal());
  try {
    if (auto admitted = admit(exchange); !admitted) {
      result = Refused(std::move(admitted).error());
    } else if (exchange.answers_options) {
      result = http::Response{.status = 204};
    } else if (exchange.call.idempotency) {
      // A repeat never reaches the handler once there is a final answer.
      result = co_await answer(exchange);
    } else {
      RouteRequest request(raw, std::move(exchange.path_values), std::move(exchange.query));
      result = co_await exchange.route().handle(exchange.call, request);
    }
  } catch (const std::exception& failure) {
    // A broken invariant ends this request and no other; what it says is for the log alone.
    dependencies_.log.error("a request failed by an exception", {{"trace_id", exchange.call.trace.trace_id_text()},
                                                                 {"request_id", exchange.call.request_id},
                                                                 {"what", failure.what()}});
  }
  co_return finish(exchange, std::move(result));
}

Task<Result<http::Response>> Pipeline::answer(Exchange& exchange) {
  auto& store = *exchange.served->table->idempotency;
  DDD_CO_TRY(auto known, co_await stored_answer(store, *exchange.call.idempotency));
  if (known) co_return *std::move(known);
  RouteRequest request(exchange.raw, std::move(exchange.path_values), std::move(exchange.query));
  constexpr int kMostTries = 25;  // five seconds
  int tries = 0;
  do {
    auto result = co_await exchange.route().handle(exchange.call, request);
    if (result || result.error().code != store_errors::kDuplicateKey) co_return result;
    // Another request with this key was faster; its answer is this one's. If it leaves none, its process may have died,
    // and the handler can go on with what it began as soon as nobody else does.
    DDD_CO_TRY(auto answer, co_await await_stored_answer(store, dependencies_.sleeper, exchange.call));
    if (answer) co_return *std::move(answer);
  } while (++tries < kMostTries && std::chrono::steady_clock::now() < exchange.call.deadline);
  co_return Refused(errors::key_in_flight());
}

http::Response Pipeline::finish(Exchange& exchange, Result<http::Response> result) {
  // Errors become problems here and nowhere else.
  auto response = result ? *std::move(result) : refusal(exchange, result.error());
  // Of successful reads only, and after the handler, since only it knows the current version.
  answer_not_modified(exchange.raw, response);
  if (!exchange.allow.empty()) response.set("Allow", std::string(exchange.allow));
  // On everything that leaves.
  add_common_headers(response, exchange.call.request_id);
  // Last, so that they count and tell what the client gets.
  const auto elapsed = std::chrono::steady_clock::now() - exchange.started;
  observe(exchange, response.status, elapsed);
  log_access(exchange, response.status, result ? std::string_view() : result.error().code, elapsed);
  return response;
}

void Pipeline::identify(Exchange& exchange) {
  const auto& raw = exchange.raw;
  auto& call = exchange.call;
  call.request_id = request_ids_.take_over_or_next(raw.header("X-Request-Id"));
  call.correlation_id = call.request_id;
  call.causation_id = call.request_id;
  const auto parent = TraceContext::parse(raw.header("traceparent"));
  call.trace = parent ? parent->child() : TraceContext::root();
  call.client = {std::string(raw.peer_address), readable_user_agent(raw.header("User-Agent"))};
  call.deadline = exchange.started + options_.time_limit;
}

Result<> Pipeline::match(Exchange& exchange) {
  auto match = router_.match(exchange.raw.method, exchange.target_path());
  switch (match.outcome) {
    case Router::Outcome::found:
      exchange.served = &served_[match.route];
      exchange.path_values = std::move(match.values);
      return {};
    case Router::Outcome::not_found:
      return Refused(errors::not_found());
    case Router::Outcome::wrong_method:
      exchange.allow = match.allow;
      exchange.refusal_status = 405;
      return Refused(errors::method_not_allowed());
    case Router::Outcome::options:
      exchange.allow = match.allow;
      exchange.answers_options = true;
      return {};
  }
  std::unreachable();
}

http::Response Pipeline::refusal(const Exchange& exchange, const Error& error) const {
  const auto trace_id = exchange.call.trace.trace_id_text();
  const ProblemOrigin origin{exchange.call.request_id, trace_id};
  if (error.kind == ErrorKind::internal && !error.message.empty()) {
    dependencies_.log.error("a request failed", {{"trace_id", trace_id},
                                                 {"request_id", exchange.call.request_id},
                                                 {"code", error.code},
                                                 {"reason", error.message}});
  }
  return to_problem(error, exchange.refusal_status.value_or(status_of(error.kind)), origin);
}

void Pipeline::observe(Exchange& exchange, int status, std::chrono::nanoseconds elapsed) {
  auto& served = exchange.served != nullptr ? *exchange.served : unmatched_;
  const auto method = exchange.raw.method;
  auto series = std::ranges::find_if(
      served.series, [&](const auto& known) { return known.method == method && known.status == status; });
  if (series == served.series.end()) {
    auto& durations = dependencies_.metrics.histogram(
        "http_server_request_duration_seconds", "Time from a request's first step to its answer, in seconds.",
        {{"service", served.table != nullptr ? served.table->service : options_.service},
         {"method", std::string(http::to_text(method))},
         {"route", served.route != nullptr ? served.route->path : "unmatched"},
         {"status", std::to_string(status)}});
    series = served.series.insert(series, {method, status, &durations});
  }
  series->durations->observe(elapsed);
}

void Pipeline::log_access(const Exchange& exchange, int status, std::string_view code,
                          std::chrono::nanoseconds elapsed) {
  const auto method = exchange.raw.method;
  const bool quiet = status < 400 && (method == http::Method::get || method == http::Method::head);
  const auto level = quiet ? LogLevel::debug : LogLevel::info;
  if (!dependencies_.log.enabled(level)) return;
  const auto& call = exchange.call;
  const std::string_view route = exchange.served != nullptr ? std::string_view(exchange.route().name) : "unmatched";
  dependencies_.log.write(level, "request",
                          {{"trace_id", call.trace.trace_id_text()},
                           {"request_id", call.request_id},
                           {"method", http::to_text(method)},
                           {"route", route},
                           {"status", status},
                           {"duration_ms", std::chrono::duration<double, std::milli>(elapsed).count()},
                           {"error", code},
                           {"user_id", call.principal ? call.principal->user_id.value() : 0}});
}

}  // namespace ddd::api
