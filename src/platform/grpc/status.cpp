#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/grpc/status.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::rpc {
namespace {

constexpr const char* kDomain = "ddd-micro";

/// Text as it is, anything else as JSON.
std::string to_metadata(const ErrorValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  json::Writer out;
  api::write_value(out, value);
  return out.take();
}

google::rpc::ErrorInfo error_info(const Error& error, std::string_view trace_id) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(error.code));
  info.set_domain(kDomain);
  auto& metadata = *info.mutable_metadata();
  if (!trace_id.empty()) metadata["trace_id"] = std::string(trace_id);
  if (error.kind == ErrorKind::internal) return info;
  for (const auto& member : error.members) metadata[member.name] = to_metadata(member.value);
  return info;
}

google::rpc::BadRequest bad_request(const Error& error) {
  google::rpc::BadRequest bad;
  for (const auto& violation : error.violations) {
    auto& field = *bad.add_field_violations();
    field.set_field(field_path(violation.pointer));
    field.set_description(violation.message);
    field.set_reason(violation.code);
  }
  return bad;
}

google::rpc::RetryInfo retry_info(const Error& error) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(error.retry_after_seconds.value_or(1));
  return info;
}

bool is_index(std::string_view token) {
  return !token.empty() && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Code code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed:
    case ErrorKind::rejected:
      return Code::invalid_argument;
    case ErrorKind::unauthenticated:
      return Code::unauthenticated;
    case ErrorKind::forbidden:
      return Code::permission_denied;
    case ErrorKind::not_found:
      return Code::not_found;
    case ErrorKind::conflict:
    case ErrorKind::declined:
      return Code::failed_precondition;
    case ErrorKind::stale:
      return Code::aborted;
    case ErrorKind::too_many:
      return Code::resource_exhausted;
    case ErrorKind::unavailable:
      return Code::unavailable;
    case ErrorKind::timeout:
      return Code::deadline_exceeded;
    case ErrorKind::internal:
      return Code::internal;
  }
  std::unreachable();
}

std::string_view to_text(Code code) {
  switch (code) {
    case Code::ok:
      return "OK";
    case Code::cancelled:
      return "CANCELLED";
    case Code::invalid_argument:
      return "INVALID_ARGUMENT";
    case Code::deadline_exceeded:
      return "DEADLINE_EXCEEDED";
    case Code::not_found:
      return "NOT_FOUND";
    case Code::permission_denied:
      return "PERMISSION_DENIED";
    case Code::resource_exhausted:
      return "RESOURCE_EXHAUSTED";
    case Code::failed_precondition:
      return "FAILED_PRECONDITION";
    case Code::aborted:
      return "ABORTED";
    case Code::unimplemented:
      return "UNIMPLEMENTED";
    case Code::internal:
      return "INTERNAL";
    case Code::unavailable:
      return "UNAVAILABLE";
    case Code::unauthenticated:
      return "UNAUTHENTICATED";
  }
  std::unreachable();
}

google::rpc::Status to_message(const Error& error, std::string_view trace_id) {
  const auto code = code_of(error.kind);
  const bool open = error.kind != ErrorKind::internal;
  google::rpc::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message(open ? error.message : "Something went wrong on our side.");
  status.add_details()->PackFrom(error_info(error, trace_id));
  if (open && !error.violations.empty()) status.add_details()->PackFrom(bad_request(error));
  if (code == Code::resource_exhausted || code == Code::unavailable) status.add_details()->PackFrom(retry_info(error));
  return status;
}

Status to_status(const Error& error, std::string_view trace_id) {
  const auto message = to_message(error, trace_id);
  return {.code = code_of(error.kind), .message = message.message(), .details = message.SerializeAsString()};
}

std::string field_path(std::string_view pointer) {
  std::string path;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (is_index(token)) {
      path.append("[").append(token).append("]");
    } else {
      path.append(path.empty() ? "" : ".").append(token);
    }
  }
  return path;
}

}  // namespace ddd::rpc
