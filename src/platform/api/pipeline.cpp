#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/pipeline.hpp>
#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/api/replay.hpp>
#include <ddd/platform/api/request_checks.hpp>

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

void add_allowance(http::Response& response, const Allowance& allowance) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const std::string policy = '"' + std::string(allowance.policy) + '"';
  response.headers.reserve(response.headers.size() + 5);  // with those that every answer has
  response.set("RateLimit-Policy", policy + ";q=" + number(allowance.quota) + ";w=" + number(allowance.window.count()));
  response.set("RateLimit", policy + ";r=" + number(allowance.remaining) + ";t=" + number(allowance.full_in.count()));
}

http::Response replayed(StoredAnswer answer) {
  auto response = to_response(std::move(answer));
  response.set("Idempotent-Replayed", "true");
  return response;
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
  // Before all work that spans could tell of.
  sample(exchange);
  // As early as possible: a refusal must cost far less than what it saves.
  DDD_CHECK(check_load(exchange));
  // Two headers and a length, before anything reads the body.
  DDD_CHECK(check_body_form(exchange));
  // Decoded now, so that the next step sees what the handler would see.
  DDD_CHECK(read_query(exchange));
  // Before any step that echoes, logs or stores what the client wrote.
  DDD_CHECK(refuse_card_numbers(exchange));
  // Echoes names, therefore behind the card number guard.
  DDD_CHECK(check_declared(exchange.query, exchange.route().docs.query));
  // By address, before the work of checking a signature: this is what a flood of bad tokens runs into.
  DDD_CHECK(check_rate(exchange));
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
  RouteRequest request(exchange.raw, std::move(exchange.path_values), std::move(exchange.query));
  const auto handle = [&] { return exchange.route().handle(exchange.call, request); };
  co_return co_await answer_once<http::Response>(*exchange.served->table->idempotency, dependencies_.sleeper,
                                                 exchange.call, handle, &replayed);
}

http::Response Pipeline::finish(Exchange& exchange, Result<http::Response> result) {
  const auto code = result ? std::string_view() : result.error().code;
  // Errors become problems here and nowhere else.
  auto response = result ? *std::move(result) : refusal(exchange, result.error());
  // Of successful reads only, and after the handler, since only it knows the current version.
  answer_not_modified(exchange.raw, response);
  if (!exchange.allow.empty()) response.set("Allow", std::string(exchange.allow));
  if (!exchange.allowance.policy.empty()) add_allowance(response, exchange.allowance);
  // On everything that leaves.
  add_common_headers(response, exchange.call.request_id);
  // Last, so that they count and tell what the client gets.
  const auto elapsed = std::chrono::steady_clock::now() - exchange.started;
  observe(exchange, response.status, elapsed);
  log_access(exchange, response.status, code, elapsed);
  record_span(exchange, response.status, code, elapsed);
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

void Pipeline::sample(Exchange& exchange) {
  auto& trace = exchange.call.trace;
  // Whoever began the trace elsewhere has decided.
  if (trace.has_parent()) return;
  const auto method = exchange.raw.method;
  const bool reads = method == http::Method::get || method == http::Method::head;
  // Probes and scrapes come every few seconds, and tell nothing.
  trace.sampled = dependencies_.tracer != nullptr && exchange.served->table->mount == Mount::api &&
                  dependencies_.tracer->samples(reads ? tracing::Work::read : tracing::Work::write, exchange.started);
}

Result<> Pipeline::check_load(const Exchange& exchange) const {
  if (dependencies_.queue == nullptr || !dependencies_.queue->overloaded()) return {};
  // Operators need their routes most of all now, and what the provider tells finishes work that was begun.
  if (exchange.served->table->mount == Mount::root || exchange.route().access == Access::provider) return {};
  return Refused(errors::overloaded());
}

Result<> Pipeline::check_rate(Exchange& exchange) {
  if (dependencies_.rate_limit == nullptr || exchange.served->table->mount == Mount::root) return {};
  auto verdict = dependencies_.rate_limit->admit(exchange.route(), exchange.raw.peer_address);
  exchange.allowance = verdict.allowance;
  if (verdict.refusal) return Refused(*std::move(verdict.refusal));
  return {};
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

void Pipeline::record_span(const Exchange& exchange, int status, std::string_view code,
                           std::chrono::nanoseconds elapsed) {
  if (exchange.served == nullptr || !tracing::records(dependencies_.tracer, exchange.call.trace)) return;
  const auto& route = exchange.route();
  const auto method = http::to_text(exchange.raw.method);
  dependencies_.tracer->record({.context = exchange.call.trace,
                                .name = std::string(method).append(" ").append(route.path),
                                .kind = tracing::SpanKind::server,
                                .service = exchange.served->table->service,
                                .started = exchange.started,
                                .ended = exchange.started + elapsed,
                                .error = code,
                                .attributes = {{"http.request.method", std::string(method)},
                                               {"http.route", route.path},
                                               {"http.response.status_code", status},
                                               {"request_id", exchange.call.request_id}}});
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
