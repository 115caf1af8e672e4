#include <chrono>

#include <ddd/product/adapters/events/subscribe.hpp>
#include <ddd/product/adapters/http/routes.hpp>
#include <ddd/product/module.hpp>

namespace ddd::product {

Module::Module(const ModulePorts& ports)
    : idempotency_(ports.idempotency),
      changes_(ports.fanout, ports.executor),
      application_(Ports{.products = ports.products,
                         .stocks = ports.stocks,
                         .views = ports.views,
                         .view_counts = ports.view_counts,
                         .demand = ports.demand,
                         .changes = changes_,
                         .clock = ports.clock,
                         .ids = ports.ids,
                         .observer = ports.observer,
                         .settings = ports.settings}),
      handlers_(application_, cache_),
      reader_{application_, cache_},
      api_(application_) {
  ports.fanout.join(ports.executor, cache_);
}

api::RouteTable Module::routes() {
  return route_table(handlers_, idempotency_);
}

rpc::Service Module::grpc_service() {
  return product::grpc_service(application_, reader_, idempotency_);
}

std::vector<GroupSubscription> Module::group_subscriptions() {
  return product::group_subscriptions(application_);
}

std::vector<BroadcastSubscription> Module::broadcast_subscriptions() {
  return {catalogue_subscription([this](const std::vector<ProductId>& ids) { cache_.drop(ids); })};
}

std::vector<PeriodicJob> Module::jobs() {
  return {{.name = "product.expire_reservations", .every = std::chrono::seconds(5), .run = [this] {
             return expire_reservations();
           }}};
}

std::vector<PeriodicJob> Module::shard_jobs() {
  return {{.name = "product.flush_views", .every = std::chrono::seconds(1), .run = [this] { return flush(); }}};
}

Task<Result<>> Module::flush() {
  const CallContext call;
  co_return co_await application_.commands.flush_views.handle(call, FlushViews{});
}

Task<Result<>> Module::expire_reservations() {
  const CallContext call;
  DDD_CO_CHECK(co_await application_.commands.expire_reservations.handle(call, ExpireReservations{}));
  co_return Result<>{};
}

}  // namespace ddd::product
