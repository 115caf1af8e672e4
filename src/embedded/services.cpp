#include <ddd/embedded/contexts.hpp>
#include <ddd/embedded/gateway_aliases.hpp>
#include <ddd/embedded/services.hpp>
#include <ddd/embedded/version.hpp>

namespace ddd::embedded {

std::vector<Service> services(Contexts& contexts, const ServerConfig& config) {
  auto& user = contexts.user.module;
  auto& product = contexts.product.module;
  auto& basket = contexts.basket.module;
  auto& payment = contexts.payment.module;
  return {{.name = "ddd-micro",
           .port = config.port,
           .tables = {user.routes(), user.well_known(), product.routes(), basket.routes(),
                      gateway_aliases(basket.routes()), payment.routes()},
           .bare_paths = true},
          {.name = "user-service",
           .port = config.user_port,
           .tables = {user.routes(), user.well_known()},
           .grpc_port = config.user_grpc_port,
           .grpc = user.grpc_service()},
          {.name = "product-service",
           .port = config.product_port,
           .tables = {product.routes()},
           .grpc_port = config.product_grpc_port,
           .grpc = product.grpc_service()},
          {.name = "basket-service",
           .port = config.basket_port,
           .tables = {basket.routes()},
           .grpc_port = config.basket_grpc_port,
           .grpc = basket.grpc_service()},
          {.name = "payment-service",
           .port = config.payment_port,
           .tables = {payment.routes()},
           .grpc_port = config.payment_grpc_port,
           .grpc = payment.grpc_service()}};
}

api::RouteTable ops_routes(const Service& service, Timestamp started_at, api::Readiness& readiness,
                           const metrics::Registry& metrics) {
  return api::ops_routes({.name = service.name,
                          .version = std::string(kVersion),
                          .commit = std::string(kCommit),
                          .world = "embedded",
                          .started_at = started_at},
                         readiness, metrics, service.tables);
}

}  // namespace ddd::embedded
