#include <ddd/embedded/contexts.hpp>
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
           .tables = {user.routes(), user.well_known(), product.routes(), basket.routes(), payment.routes()},
           .bare_paths = true},
          {.name = "user-service", .port = config.user_port, .tables = {user.routes(), user.well_known()}},
          {.name = "product-service", .port = config.product_port, .tables = {product.routes()}},
          {.name = "basket-service", .port = config.basket_port, .tables = {basket.routes()}},
          {.name = "payment-service", .port = config.payment_port, .tables = {payment.routes()}}};
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
