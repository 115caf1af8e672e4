#include <string_view>

#include <ddd/embedded/gateway_aliases.hpp>

namespace ddd::embedded {

api::RouteTable gateway_aliases(const api::RouteTable& table) {
  constexpr std::string_view kPath = "/users/basket";
  constexpr std::string_view kAlias = "/basket";
  api::RouteTable aliases{
      .service = table.service, .routes = {}, .idempotency = table.idempotency, .mount = table.mount};
  for (const auto& route : table.routes) {
    if (!route.path.starts_with(kPath)) continue;
    auto alias = route;
    alias.path = std::string(kAlias) + route.path.substr(kPath.size());
    alias.name += "_at_gateway";
    aliases.routes.push_back(std::move(alias));
  }
  return aliases;
}

}  // namespace ddd::embedded
