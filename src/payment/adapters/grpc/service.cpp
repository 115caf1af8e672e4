#include <ddd/payment/adapters/grpc/methods.hpp>
#include <ddd/payment/adapters/grpc/service.hpp>

namespace ddd::payment {

rpc::Service grpc_service(Application& application, IdempotencyStore& idempotency) {
  rpc::Service service{.name = "ddd.payment.v1.PaymentService",
                       .process = "payment-service",
                       .methods = {},
                       .idempotency = &idempotency};
  add_payment_methods(service.methods, application);
  add_reading_methods(service.methods, application);
  add_admin_methods(service.methods, application);
  add_refund_methods(service.methods, application);
  add_wallet_methods(service.methods, application);
  return service;
}

}  // namespace ddd::payment
