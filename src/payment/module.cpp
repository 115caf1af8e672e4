#include <chrono>

#include <ddd/payment/adapters/events/subscribe.hpp>
#include <ddd/payment/adapters/grpc/service.hpp>
#include <ddd/payment/adapters/http/routes.hpp>
#include <ddd/payment/module.hpp>

namespace ddd::payment {

Module::Module(const ModulePorts& ports)
    : idempotency_(ports.idempotency),
      application_(Ports{.payments = ports.payments,
                         .wallets = ports.wallets,
                         .views = ports.views,
                         .fulfilments = ports.fulfilments,
                         .idempotency = ports.idempotency,
                         .users = ports.users,
                         .products = ports.products,
                         .baskets = ports.baskets,
                         .gateway = ports.gateway,
                         .webhooks = ports.webhooks,
                         .alarms = ports.alarms,
                         .sleeper = ports.sleeper,
                         .clock = ports.clock,
                         .ids = ports.ids,
                         .observer = ports.observer,
                         .settings = ports.settings}),
      handlers_(application_),
      data_(application_) {}

api::RouteTable Module::routes() {
  return route_table(handlers_, idempotency_);
}

rpc::Service Module::grpc_service() {
  return payment::grpc_service(application_, idempotency_);
}

std::vector<GroupSubscription> Module::group_subscriptions() {
  return payment::group_subscriptions(application_);
}
std::vector<BroadcastSubscription> Module::broadcast_subscriptions() {
  return {};
}

std::vector<PeriodicJob> Module::jobs() {
  using std::chrono::seconds;
  return {
      {.name = "payment.recover_payments", .every = seconds(1), .run = [this] { return recover_payments(); }},
      {.name = "payment.watch_payments", .every = seconds(10), .run = [this] { return watch_payments(); }},
  };
}

Task<Result<>> Module::watch_payments() {
  const CallContext call;
  co_return co_await application_.queries.watch_payments.handle(call, WatchPayments{});
}

Task<Result<>> Module::recover_payments() {
  const CallContext call;
  DDD_CO_CHECK(co_await application_.commands.recover_payments.handle(call, RecoverPayments{}));
  co_return Result<>{};
}

}  // namespace ddd::payment
