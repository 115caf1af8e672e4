#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/error.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/http/message.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::api {

/// The HTTP status of a refusal: the only place where kinds meet statuses.
[[nodiscard]] int status_of(ErrorKind kind);

/// What a problem says of the request it answers.
struct ProblemOrigin {
  std::string_view request_id;
  std::string_view trace_id;
};

/// The refusal as `application/problem+json` (RFC 9457): type, title, status, detail, instance, code, trace_id, errors,
/// and the error's members as top-level fields. A defect of ours (`internal`) shows its code and nothing else. Sets
/// WWW-Authenticate on 401 and Retry-After on 429 and 503.
[[nodiscard]] http::Response to_problem(const Error& error, const ProblemOrigin& origin);
/// The same under a status that only HTTP knows, such as 405 or 415.
[[nodiscard]] http::Response to_problem(const Error& error, int status, const ProblemOrigin& origin);

/// The same form for what the server refuses before any handler sees the request (bad framing, limits, time-outs): an
/// http::RefusalHandler. Makes a request id, since there is no request to take one from.
class TransportProblems {
 public:
  /// `ids` outlives the server.
  explicit TransportProblems(IdSource& ids) : ids_(&ids) {}
  [[nodiscard]] http::Response operator()(int status, std::string_view code, std::string_view detail) const;

 private:
  IdSource* ids_;
};

/// A fact about a refusal as JSON.
void write_value(json::Writer& out, const ErrorValue& value);

/// Adds what every answer carries: X-Request-Id, X-Content-Type-Options, and Cache-Control: no-store unless the answer
/// says how it may be cached.
void add_common_headers(http::Response& response, std::string_view request_id);

}  // namespace ddd::api
