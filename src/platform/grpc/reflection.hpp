#pragma once

#include <span>
#include <string>

#include <ddd/platform/grpc/stored.hpp>

namespace ddd::rpc {

/// One answer of the standard reflection service (grpc.reflection.v1alpha) for a server with these services. Takes and
/// gives serialised messages; what can't be found is said in the reply.
[[nodiscard]] Outcome reflect(std::span<const std::string> services, const std::string& request);

}  // namespace ddd::rpc
