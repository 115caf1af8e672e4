#pragma once

#include <ddd/basket/application/application.hpp>
#include <ddd/platform/grpc/service.hpp>

namespace ddd::basket {

/// The basket context's gRPC surface: ddd.basket.v1.BasketService. The arguments outlive the service's use.
[[nodiscard]] rpc::Service grpc_service(Application& application, IdempotencyStore& idempotency);

}  // namespace ddd::basket
