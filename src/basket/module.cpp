#include <chrono>

#include <ddd/basket/adapters/events/subscribe.hpp>
#include <ddd/basket/adapters/grpc/service.hpp>
#include <ddd/basket/adapters/http/routes.hpp>
#include <ddd/basket/module.hpp>

namespace ddd::basket {

Module::Module(const ModulePorts& ports)
    : idempotency_(ports.idempotency),
      catalogue_(ports.products),
      application_(Ports{.baskets = ports.baskets,
                         .flags = ports.flags,
                         .checkouts = ports.checkouts,
                         .catalogue = catalogue_,
                         .clock = ports.clock,
                         .ids = ports.ids,
                         .observer = ports.observer,
                         .settings = ports.settings}),
      handlers_(application_),
      api_(application_),
      data_(application_) {}

api::RouteTable Module::routes() {
  return route_table(handlers_, idempotency_);
}

rpc::Service Module::grpc_service() {
  return basket::grpc_service(application_, idempotency_);
}

std::vector<GroupSubscription> Module::group_subscriptions() {
  return basket::group_subscriptions(application_);
}

std::vector<PeriodicJob> Module::jobs() {
  return {
      {.name = "basket.expire_baskets", .every = std::chrono::seconds(5), .run = [this] { return expire_baskets(); }}};
}

Task<Result<>> Module::expire_baskets() {
  CallContext call;
  call.trace = TraceContext::root();
  DDD_CO_CHECK(co_await application_.commands.expire_baskets.handle(call, ExpireBaskets{}));
  co_return Result<>{};
}

}  // namespace ddd::basket
