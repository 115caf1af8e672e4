#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/message.h>

#include <ddd/platform/api/card_numbers.hpp>
#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/replay.hpp>
#include <ddd/platform/api/request_checks.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/grpc/message_checks.hpp>
#include <ddd/platform/grpc/pipeline.hpp>

namespace ddd::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;

[[noreturn]] void refuse_table(const std::string& service, const std::string& what) {
  throw std::logic_error("service " + service + ": " + what);
}

void check_row(const Service& service, const Method& method) {
  const bool knows_caller = method.access == Access::user || method.access == Access::admin;
  if (method.idempotency != api::IdempotencyRule::ignored) {
    if (service.idempotency == nullptr) refuse_table(service.name, method.name + " has no store for idempotency keys");
    if (!knows_caller) refuse_table(service.name, method.name + ": an idempotency key needs a signed-in caller");
  }
  if ((method.access == Access::service) == method.callers.empty()) {
    refuse_table(service.name, method.name + ": methods for services name them, and no others do");
  }
}

Error unreadable_message() {
  return {.kind = ErrorKind::malformed, .code = "request.malformed", .message = "The message can't be read."};
}

}  // namespace

std::string_view Incoming::get(std::string_view name) const {
  const auto found = std::ranges::find_if(metadata, [&](const auto& pair) { return pair.first == name; });
  return found == metadata.end() ? std::string_view() : std::string_view(found->second);
}

std::size_t Incoming::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(metadata, [&](const auto& pair) { return pair.first == name; }));
}

/// One call on its way through the steps: what each found out. Lives in the frame that serves the call.
struct Pipeline::Exchange {
  Incoming incoming;
  const Method& method;
  Row& row;
  std::chrono::steady_clock::time_point started;
  CallContext call;
  std::unique_ptr<google::protobuf::Message> message;
  bool replayed = false;
};

Pipeline::Pipeline(ShardExecutor executor, Service service, Dependencies dependencies, Options options)
    : service_(std::move(service)),
      dependencies_(dependencies),
      options_(options),
      request_ids_(dependencies.ids),
      running_(executor, {}) {
  const auto* described = DescriptorPool::generated_pool()->FindServiceByName(service_.name);
  if (described == nullptr) refuse_table(service_.name, "no .proto file describes it");
  if (static_cast<std::size_t>(described->method_count()) != service_.methods.size()) {
    refuse_table(service_.name, "the .proto file has more methods than the table, or less");
  }
  for (const auto& method : service_.methods) rows_.push_back(row_of(method, described->FindMethodByName(method.name)));
}

Pipeline::Row Pipeline::row_of(const Method& method, const MethodDescriptor* described) const {
  check_row(service_, method);
  const auto known = [&](const Row& row) { return row.as_route.name == method.name; };
  if (described == nullptr || std::ranges::any_of(rows_, known)) {
    refuse_table(service_.name, method.name + " is not in the .proto file, or twice in the table");
  }
  if (described->input_type() != method.handler.request->GetDescriptor()) {
    refuse_table(service_.name, method.name + " takes another request in the .proto file");
  }
  return {.as_route = {.path = "/" + service_.name + "/" + method.name, .name = method.name, .rate = method.rate},
          .has_effects = described->options().idempotency_level() != MethodOptions::NO_SIDE_EFFECTS,
          .durations = {}};
}

void Pipeline::start(Incoming incoming, Done done) {
  running_.spawn("rpc", run(*this, std::move(incoming), std::move(done)));
}

Task<> Pipeline::run(Pipeline& self, Incoming incoming, Done done) {
  done(co_await self.serve(std::move(incoming)));
}

// The steps before the method's function. Their order is part of the contract.
Result<> Pipeline::admit(Exchange& exchange) {
  // First of all: every answer and every log line carries them, refusals included.
  identify(exchange);
  // Before all work that spans could tell of.
  sample(exchange);
  // As early as possible: a refusal must cost far less than what it saves.
  DDD_CHECK(check_load());
  // By address, before the work of checking a signature: this is what a flood of bad tokens runs into.
  DDD_CHECK(check_rate(exchange));
  // Before anything is decoded: what a method takes is no business of those who may not call it.
  DDD_CHECK(authenticate(exchange));
  DDD_CHECK(read_message(exchange));
  // A key counts per user.
  return read_idempotency_key(exchange);
}

// The steps around the method's function and behind it.
Task<Answer> Pipeline::serve(Incoming incoming) {
  const auto method = incoming.method;
  Exchange exchange{.incoming = std::move(incoming),
                    .method = service_.methods.at(method),
                    .row = rows_[method],
                    .started = std::chrono::steady_clock::now()};
  Result<Outcome> result = Refused(api::errors::internal());
  try {
    if (auto admitted = admit(exchange); !admitted) {
      result = Refused(std::move(admitted).error());
    } else {
      result = co_await answer(exchange);
    }
  } catch (const std::exception& failure) {
    // A broken invariant ends this call and no other; what it says is for the log alone.
    dependencies_.log.error("a request failed by an exception", {{"trace_id", exchange.call.trace.trace_id_text()},
                                                                 {"request_id", exchange.call.request_id},
                                                                 {"what", failure.what()}});
  }
  co_return finish(exchange, std::move(result));
}

Task<Result<Outcome>> Pipeline::handle(const Exchange& exchange) {
  DDD_CO_TRY(auto reply, co_await exchange.method.handler.run(exchange.call, *exchange.message));
  co_return Outcome{.status = {}, .reply = std::move(reply)};
}

Task<Result<Outcome>> Pipeline::answer(Exchange& exchange) {
  if (!exchange.call.idempotency) co_return co_await handle(exchange);
  // A repeat never reaches the function once there is a final answer.
  const auto first = [&] { return handle(exchange); };
  const auto replay = [&](const StoredAnswer& stored) {
    exchange.replayed = true;
    return from_stored(stored);
  };
  co_return co_await api::answer_once<Outcome>(*service_.idempotency, dependencies_.sleeper, exchange.call, first,
                                               replay);
}

Answer Pipeline::finish(Exchange& exchange, Result<Outcome> result) {
  // Errors become statuses here and nowhere else.
  Answer answer;
  answer.outcome = result ? *std::move(result) : Outcome{.status = refusal(exchange, result.error()), .reply = {}};
  answer.trailers.emplace_back("x-request-id", exchange.call.request_id);
  if (exchange.replayed) answer.trailers.emplace_back("idempotent-replayed", "true");
  // Last, so that they count and tell what the client gets.
  const auto elapsed = std::chrono::steady_clock::now() - exchange.started;
  const auto code = answer.outcome.status.code;
  const auto reason = result ? std::string_view() : result.error().code;
  observe(exchange, code, elapsed);
  log_access(exchange, code, reason, elapsed);
  record_span(exchange, code, reason, elapsed);
  return answer;
}

void Pipeline::identify(Exchange& exchange) {
  const auto& incoming = exchange.incoming;
  auto& call = exchange.call;
  call.request_id = request_ids_.take_over_or_next(incoming.get("x-request-id"));
  call.correlation_id = call.request_id;
  call.causation_id = call.request_id;
  const auto parent = TraceContext::parse(incoming.get("traceparent"));
  call.trace = parent ? parent->child() : TraceContext::root();
  call.client = {incoming.peer_address, api::readable_user_agent(incoming.get("user-agent"))};
  call.deadline = std::min(exchange.started + options_.time_limit, incoming.deadline);
  call.service = incoming.caller;
}

void Pipeline::sample(Exchange& exchange) const {
  auto& trace = exchange.call.trace;
  // Whoever began the trace elsewhere has decided.
  if (dependencies_.tracer == nullptr || trace.has_parent()) return;
  const auto work = exchange.row.has_effects ? tracing::Work::write : tracing::Work::read;
  trace.sampled = dependencies_.tracer->samples(work, exchange.started);
}

Result<> Pipeline::check_load() const {
  if (dependencies_.queue == nullptr || !dependencies_.queue->overloaded()) return {};
  return Refused(api::errors::overloaded());
}

Result<> Pipeline::check_rate(const Exchange& exchange) const {
  if (dependencies_.rate_limit == nullptr || exchange.method.access == Access::service) return {};
  auto verdict = dependencies_.rate_limit->admit(exchange.row.as_route, exchange.incoming.peer_address);
  if (verdict.refusal) return Refused(*std::move(verdict.refusal));
  return {};
}

Result<> Pipeline::authenticate(Exchange& exchange) const {
  auto& call = exchange.call;
  if (exchange.method.access == Access::service) return require_service(call, exchange.method.callers);
  const auto sent = exchange.incoming.count("authorization");
  if (sent != 0) {
    const auto token = api::bearer_token(exchange.incoming.get("authorization"));
    // Which of two credentials counts is a question that another layer may answer differently.
    if (sent > 1 || !token) return Refused(api::errors::invalid_token());
    DDD_TRY(call.principal, dependencies_.authenticator.authenticate(*token));
  }
  if (exchange.method.access == Access::admin) return require_admin(call);
  if (exchange.method.access == Access::user) DDD_CHECK(require_user(call));
  return {};
}

Result<> Pipeline::read_message(Exchange& exchange) const {
  exchange.message.reset(exchange.method.handler.request->New());
  if (!exchange.message->ParseFromString(exchange.incoming.message)) return Refused(unreadable_message());
  return check_message(*exchange.message, exchange.method.multiline);
}

Result<> Pipeline::read_idempotency_key(Exchange& exchange) const {
  const auto& incoming = exchange.incoming;
  if (exchange.method.idempotency == api::IdempotencyRule::ignored) return {};
  const auto sent = incoming.count("idempotency-key");
  if (sent == 0) {
    if (exchange.method.idempotency == api::IdempotencyRule::required) return Refused(api::errors::key_required());
    return {};
  }
  const auto key = incoming.get("idempotency-key");
  if (api::has_card_number(key)) return Refused(api::errors::card_number());
  if (sent > 1 || !api::is_idempotency_key(key)) return Refused(api::errors::key_invalid());
  exchange.call.idempotency = IdempotencyKey{exchange.call.principal->user_id, std::string(key),
                                             crypto::sha256_hex(exchange.row.as_route.path + "\n" + incoming.message)};
  return {};
}

Status Pipeline::refusal(const Exchange& exchange, const Error& error) const {
  const auto trace_id = exchange.call.trace.trace_id_text();
  if (error.kind == ErrorKind::internal && !error.message.empty()) {
    dependencies_.log.error("a request failed", {{"trace_id", trace_id},
                                                 {"request_id", exchange.call.request_id},
                                                 {"code", error.code},
                                                 {"reason", error.message}});
  }
  return to_status(error, trace_id);
}

void Pipeline::observe(const Exchange& exchange, Code code, std::chrono::nanoseconds elapsed) {
  auto& durations = exchange.row.durations;
  auto known = std::ranges::find_if(durations, [&](const auto& each) { return each.first == code; });
  if (known == durations.end()) {
    auto& histogram = dependencies_.metrics.histogram(
        "grpc_server_request_duration_seconds", "Time from a gRPC call's first step to its answer, in seconds.",
        {{"service", service_.process}, {"method", exchange.method.name}, {"code", std::string(to_text(code))}});
    known = durations.insert(known, {code, &histogram});
  }
  known->second->observe(elapsed);
}

void Pipeline::log_access(const Exchange& exchange, Code code, std::string_view reason,
                          std::chrono::nanoseconds elapsed) const {
  const bool quiet = code == Code::ok && !exchange.row.has_effects;
  const auto level = quiet ? LogLevel::debug : LogLevel::info;
  if (!dependencies_.log.enabled(level)) return;
  const auto& call = exchange.call;
  dependencies_.log.write(level, "request",
                          {{"trace_id", call.trace.trace_id_text()},
                           {"request_id", call.request_id},
                           {"method", "grpc"},
                           {"route", exchange.method.name},
                           {"grpc_status", to_text(code)},
                           {"duration_ms", std::chrono::duration<double, std::milli>(elapsed).count()},
                           {"error", reason},
                           {"user_id", call.principal ? call.principal->user_id.value() : 0}});
}

void Pipeline::record_span(const Exchange& exchange, Code code, std::string_view reason,
                           std::chrono::nanoseconds elapsed) const {
  if (!tracing::records(dependencies_.tracer, exchange.call.trace)) return;
  dependencies_.tracer->record({.context = exchange.call.trace,
                                .name = service_.name + "/" + exchange.method.name,
                                .kind = tracing::SpanKind::server,
                                .service = service_.process,
                                .started = exchange.started,
                                .ended = exchange.started + elapsed,
                                .error = reason,
                                .attributes = {{"rpc.system", std::string("grpc")},
                                               {"rpc.service", service_.name},
                                               {"rpc.method", exchange.method.name},
                                               {"rpc.grpc.status_code", std::int64_t{static_cast<int>(code)}},
                                               {"request_id", exchange.call.request_id}}});
}

}  // namespace ddd::rpc
