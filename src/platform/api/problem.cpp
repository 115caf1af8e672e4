#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/context/trace_context.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::api {
namespace {

struct ValueWriter {
  json::Writer& out;

  void operator()(std::int64_t number) const { out.value(number); }
  void operator()(const std::string& text) const { out.value(text); }
  void operator()(const Money& money) const {
    out.begin_object()
        .key("amount")
        .value(money.minor_units())
        .key("currency")
        .value(money.currency().code())
        .end_object();
  }
  void operator()(const ErrorRows& rows) const {
    out.begin_array();
    for (const auto& row : rows) {
      out.begin_object();
      for (const auto& member : row) {
        out.key(member.name);
        write_value(out, member.value);
      }
      out.end_object();
    }
    out.end_array();
  }
};

/// "basket.insufficient_stock" -> "Insufficient stock": the same for every occurrence of a code, as RFC 9457 asks.
std::string title_of(std::string_view code) {
  std::string title(code.substr(code.rfind('.') + 1));
  std::ranges::replace(title, '_', ' ');
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z') title.front() -= 'a' - 'A';
  return title;
}

void write_violations(json::Writer& out, const std::vector<Violation>& violations) {
  out.key("errors").begin_array();
  for (const auto& violation : violations) {
    out.begin_object().key("pointer").value(violation.pointer).key("code").value(violation.code);
    out.key("message").value(violation.message);
    if (violation.limit) out.key("limit").value(*violation.limit);
    out.end_object();
  }
  out.end_array();
}

http::Response problem(const Error& error, int status, const ProblemOrigin& origin) {
  const bool open = error.kind != ErrorKind::internal;
  json::Writer out;
  out.begin_object().key("type").value("urn:ddd-micro:error:" + std::string(error.code));
  out.key("title").value(title_of(error.code)).key("status").value(status);
  out.key("detail").value(open ? std::string_view(error.message) : "Something went wrong on our side.");
  out.key("instance").value("urn:ddd-micro:request:" + std::string(origin.request_id));
  out.key("code").value(error.code).key("trace_id").value(origin.trace_id);
  if (open && !error.violations.empty()) write_violations(out, error.violations);
  for (const auto& member : error.members) {
    if (!open) break;
    out.key(member.name);
    write_value(out, member.value);
  }
  out.end_object();
  return {.status = status, .content_type = "application/problem+json", .body = out.take()};
}

}  // namespace

void write_value(json::Writer& out, const ErrorValue& value) {
  std::visit(ValueWriter{out}, value);
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed:
      return 400;
    case ErrorKind::rejected:
      return 422;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::stale:
      return 412;
    case ErrorKind::declined:
      return 402;
    case ErrorKind::too_many:
      return 429;
    case ErrorKind::unavailable:
    case ErrorKind::timeout:
      return 503;
    case ErrorKind::internal:
      return 500;
  }
  std::unreachable();
}

http::Response to_problem(const Error& error, const ProblemOrigin& origin) {
  return to_problem(error, status_of(error.kind), origin);
}

http::Response to_problem(const Error& error, int status, const ProblemOrigin& origin) {
  auto response = problem(error, status, origin);
  if (status == 401) {
    response.set("WWW-Authenticate", error.code == "auth.invalid_token"
                                         ? R"(Bearer realm="ddd-micro", error="invalid_token")"
                                         : R"(Bearer realm="ddd-micro")");
  }
  if (status == 429 || status == 503)
    response.set("Retry-After", std::to_string(error.retry_after_seconds.value_or(1)));
  return response;
}

http::Response TransportProblems::operator()(int status, std::string_view code, std::string_view detail) const {
  const auto request_id = ids_->next().to_text();
  const auto trace_id = TraceContext::root().trace_id_text();
  const Error error{.kind = ErrorKind::malformed, .code = code, .message = std::string(detail)};
  auto response = to_problem(error, status, {request_id, trace_id});
  add_common_headers(response, request_id);
  return response;
}

void add_common_headers(http::Response& response, std::string_view request_id) {
  const bool says_caching =
      std::ranges::any_of(response.headers, [](const auto& h) { return h.first == "Cache-Control"; });
  response.headers.reserve(response.headers.size() + 3);
  response.set("X-Request-Id", std::string(request_id));
  response.set("X-Content-Type-Options", "nosniff");
  if (!says_caching) response.set("Cache-Control", "no-store");
}

}  // namespace ddd::api
