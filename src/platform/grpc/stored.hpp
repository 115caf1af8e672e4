#pragma once

#include <string>

#include <ddd/kernel/error.hpp>
#include <ddd/platform/context/idempotency.hpp>
#include <ddd/platform/grpc/status.hpp>

namespace google::protobuf {
class Message;
}

namespace ddd::rpc {

// What a context stores with an effect, so that an idempotent repeat of the call gets the same. A stored answer is
// text: the bytes of messages stand in it as base64.

/// A reply. `status` is that of the same answer over HTTP: the use cases' measure of what is final.
[[nodiscard]] StoredAnswer to_stored(const google::protobuf::Message& reply, int status = 200);
[[nodiscard]] StoredAnswer to_stored(const Error& refusal, std::string_view trace_id);

/// What a call is answered with: a reply if the status is ok, and nothing but the status otherwise.
struct Outcome {
  Status status;
  std::string reply;
};

/// The other way; `internal` when it was not stored by us.
[[nodiscard]] Outcome from_stored(const StoredAnswer& answer);

}  // namespace ddd::rpc
