#include <ddd/product/adapters/grpc/methods.hpp>

namespace ddd::product {

rpc::Service grpc_service(Application& application, CatalogueReader& reader, IdempotencyStore& idempotency) {
  rpc::Service service{.name = "ddd.product.v1.ProductService",
                       .process = "product-service",
                       .methods = {},
                       .idempotency = &idempotency};
  add_catalogue_methods(service.methods, application, reader);
  add_admin_methods(service.methods, application);
  add_stock_methods(service.methods, application);
  add_internal_methods(service.methods, application);
  return service;
}

}  // namespace ddd::product
