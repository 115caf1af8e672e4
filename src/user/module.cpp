#include <utility>

#include <ddd/user/adapters/http/routes.hpp>
#include <ddd/user/module.hpp>

namespace ddd::user {

Module::Module(ModulePorts ports)
    : application_(Ports{.users = ports.users,
                         .sessions = ports.sessions,
                         .login_failures = ports.login_failures,
                         .views = ports.views,
                         .passwords = ports.passwords,
                         .access_tokens = ports.access_tokens,
                         .refresh_tokens = ports.refresh_tokens,
                         .clock = ports.clock,
                         .ids = ports.ids,
                         .observer = ports.observer,
                         .settings = ports.settings}),
      handlers_(application_, std::move(ports.jwks)),
      api_(application_) {}

api::RouteTable Module::routes() {
  return route_table(handlers_);
}

api::RouteTable Module::well_known() {
  return well_known_table(handlers_);
}

}  // namespace ddd::user
