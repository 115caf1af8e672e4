#pragma once

#include <ddd/payment/application/application.hpp>
#include <ddd/platform/grpc/service.hpp>

namespace ddd::payment {

/// The payment context's gRPC surface: ddd.payment.v1.PaymentService. The arguments outlive the service's use.
[[nodiscard]] rpc::Service grpc_service(Application& application, IdempotencyStore& idempotency);

}  // namespace ddd::payment
