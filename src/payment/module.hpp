#pragma once

#include <vector>

#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/payment/adapters/published/local_payment_data.hpp>
#include <ddd/payment/application/application.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/grpc/service.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::payment {

/// What the module takes from the world it runs in. Everything outlives it.
struct ModulePorts {
  PaymentRepository& payments;
  WalletRepository& wallets;
  PaymentViews& views;
  FulfilmentRepository& fulfilments;
  IdempotencyStore& idempotency;
  UserDirectory& users;
  ProductCatalogue& products;
  BasketReader& baskets;
  PaymentGateway& gateway;
  const WebhookVerifier& webhooks;
  PaymentAlarms& alarms;
  Sleeper& sleeper;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  PaymentSettings settings;
};

/// The payment context as one value, for one shard: takes ports, gives routes, subscriptions, jobs and its published
/// calls. It opens no file and no socket.
class Module {
 public:
  explicit Module(const ModulePorts& ports);
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  [[nodiscard]] api::RouteTable routes();
  [[nodiscard]] rpc::Service grpc_service();
  [[nodiscard]] std::vector<GroupSubscription> group_subscriptions();
  [[nodiscard]] std::vector<BroadcastSubscription> broadcast_subscriptions();
  [[nodiscard]] std::vector<PeriodicJob> jobs();
  [[nodiscard]] contracts::PaymentDataApi& data() { return data_; }
  [[nodiscard]] Application& application() { return application_; }

 private:
  [[nodiscard]] Task<Result<>> recover_payments();
  [[nodiscard]] Task<Result<>> watch_payments();

  IdempotencyStore& idempotency_;
  Application application_;
  HttpHandlers handlers_;
  LocalPaymentData data_;
};

}  // namespace ddd::payment
