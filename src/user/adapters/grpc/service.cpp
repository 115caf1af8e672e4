#include <ddd/user/adapters/grpc/methods.hpp>
#include <ddd/user/adapters/grpc/service.hpp>

namespace ddd::user {

rpc::Service grpc_service(Application& application, IdempotencyStore& idempotency) {
  rpc::Service service{
      .name = "ddd.user.v1.UserService", .process = "user-service", .methods = {}, .idempotency = &idempotency};
  add_session_methods(service.methods, application);
  add_account_methods(service.methods, application);
  add_credential_methods(service.methods, application);
  add_admin_methods(service.methods, application);
  add_internal_methods(service.methods, application);
  return service;
}

}  // namespace ddd::user
