#include <ddd/basket/adapters/grpc/methods.hpp>
#include <ddd/basket/adapters/grpc/service.hpp>

namespace ddd::basket {

rpc::Service grpc_service(Application& application, IdempotencyStore& idempotency) {
  rpc::Service service{
      .name = "ddd.basket.v1.BasketService", .process = "basket-service", .methods = {}, .idempotency = &idempotency};
  add_basket_methods(service.methods, application);
  add_admin_methods(service.methods, application);
  add_internal_methods(service.methods, application);
  return service;
}

}  // namespace ddd::basket
