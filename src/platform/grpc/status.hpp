#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/error.hpp>

namespace google::rpc {
class Status;
}

namespace ddd::rpc {

/// The status codes of gRPC, with its numbers.
enum class Code {
  ok = 0,
  cancelled = 1,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  unauthenticated = 16,
};

/// The code of a refusal: the only place where kinds meet gRPC's codes.
[[nodiscard]] Code code_of(ErrorKind kind);
/// "NOT_FOUND" and the like: for logs and metrics.
[[nodiscard]] std::string_view to_text(Code code);

/// What a call ends with.
struct Status {
  Code code = Code::ok;
  std::string message;
  std::string details;  ///< a serialised google.rpc.Status, which repeats code and message; empty for ok
};

/// The refusal as google.rpc.Status: ErrorInfo with the error's code as reason and its members as metadata, BadRequest
/// with the violations, RetryInfo where a repeat makes sense. A defect of ours (`internal`) shows its code and nothing
/// else. `trace_id` goes into the metadata unless it is empty.
[[nodiscard]] google::rpc::Status to_message(const Error& error, std::string_view trace_id);
[[nodiscard]] Status to_status(const Error& error, std::string_view trace_id);

/// "/lines/0/quantity" -> "lines[0].quantity": a place in a request as gRPC writes it.
[[nodiscard]] std::string field_path(std::string_view pointer);

}  // namespace ddd::rpc
