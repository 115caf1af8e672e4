#include <google/rpc/status.pb.h>

#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::rpc {
namespace {

constexpr std::string_view kContentType = "application/grpc";

StoredAnswer stored(const google::protobuf::Message& message, int status) {
  return {.status = status,
          .body = crypto::to_base64url(message.SerializeAsString()),
          .content_type = std::string(kContentType),
          .location = {},
          .etag = {}};
}

}  // namespace

StoredAnswer to_stored(const google::protobuf::Message& reply, int status) {
  return stored(reply, status);
}

StoredAnswer to_stored(const Error& refusal, std::string_view trace_id) {
  return stored(to_message(refusal, trace_id), api::status_of(refusal.kind));
}

Outcome from_stored(const StoredAnswer& answer) {
  auto bytes = crypto::from_base64url(answer.body);
  if (!bytes || answer.content_type != kContentType)
    return {.status = to_status(api::errors::internal(), {}), .reply = {}};
  if (answer.status < 400) return {.status = {}, .reply = *std::move(bytes)};
  google::rpc::Status status;
  if (!status.ParseFromString(*bytes)) return {.status = to_status(api::errors::internal(), {}), .reply = {}};
  return {
      .status = {.code = static_cast<Code>(status.code()), .message = status.message(), .details = *std::move(bytes)},
      .reply = {}};
}

}  // namespace ddd::rpc
