#pragma once

#include <ddd/platform/grpc/service.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user {

/// The user context's gRPC surface: ddd.user.v1.UserService. The arguments outlive the service's use.
[[nodiscard]] rpc::Service grpc_service(Application& application, IdempotencyStore& idempotency);

}  // namespace ddd::user
