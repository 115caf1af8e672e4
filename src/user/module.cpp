#include <chrono>
#include <utility>

#include <ddd/user/adapters/events/subscribe.hpp>
#include <ddd/user/adapters/grpc/service.hpp>
#include <ddd/user/adapters/http/routes.hpp>
#include <ddd/user/module.hpp>

namespace ddd::user {
Module::Module(ModulePorts ports)
    : idempotency_(ports.idempotency),
      application_(Ports{.users = ports.users,
                         .sessions = ports.sessions,
                         .account_tokens = ports.account_tokens,
                         .login_failures = ports.login_failures,
                         .views = ports.views,
                         .mails = ports.mails,
                         .mailer = ports.mailer,
                         .orders = ports.orders,
                         .risks = ports.risks,
                         .elsewhere = ports.elsewhere,
                         .passwords = ports.passwords,
                         .access_tokens = ports.access_tokens,
                         .tokens = ports.tokens,
                         .clock = ports.clock,
                         .ids = ports.ids,
                         .observer = ports.observer,
                         .settings = ports.settings}),
      handlers_(application_, std::move(ports.jwks)),
      api_(application_) {}

api::RouteTable Module::routes() {
  return route_table(handlers_, idempotency_);
}

rpc::Service Module::grpc_service() {
  return user::grpc_service(application_, idempotency_);
}

api::RouteTable Module::well_known() {
  return well_known_table(handlers_);
}

std::vector<GroupSubscription> Module::group_subscriptions() {
  return user::group_subscriptions(application_);
}

std::vector<PeriodicJob> Module::jobs() {
  return {{.name = "user.send_mails", .every = std::chrono::seconds(1), .run = [this] { return send_mails(); }},
          {.name = "user.sweep_accounts", .every = std::chrono::minutes(1), .run = [this] { return sweep_accounts(); }},
          {.name = "user.watch_logins", .every = std::chrono::seconds(5), .run = [this] { return watch_logins(); }}};
}

Task<Result<>> Module::send_mails() {
  const CallContext call;
  DDD_CO_CHECK(co_await application_.commands.send_mails.handle(call, SendMails{}));
  co_return Result<>{};
}

Task<Result<>> Module::watch_logins() {
  CallContext call;
  call.trace = TraceContext::root();
  co_return co_await application_.commands.watch_logins.handle(call, WatchLogins{});
}

Task<Result<>> Module::sweep_accounts() {
  const CallContext call;
  co_return co_await application_.commands.sweep_accounts.handle(call, SweepAccounts{});
}

}  // namespace ddd::user
