#pragma once

#include <vector>

#include <ddd/basket/adapters/http/handlers.hpp>
#include <ddd/basket/adapters/published/local_basket_api.hpp>
#include <ddd/basket/adapters/published/local_basket_data.hpp>
#include <ddd/basket/adapters/remote/product_catalogue.hpp>
#include <ddd/basket/application/application.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/grpc/service.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::basket {

/// What the module takes from the world it runs in. Everything outlives it.
struct ModulePorts {
  BasketRepository& baskets;
  LineFlagRepository& flags;
  CheckoutMarks& checkouts;
  contracts::ProductApi& products;
  IdempotencyStore& idempotency;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  BasketSettings settings;
};

/// The basket context as one value, for one shard: takes ports, gives routes, subscriptions, jobs and its published
/// calls. It opens no file and no socket.
class Module {
 public:
  explicit Module(const ModulePorts& ports);
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  [[nodiscard]] api::RouteTable routes();
  [[nodiscard]] rpc::Service grpc_service();
  [[nodiscard]] std::vector<GroupSubscription> group_subscriptions();
  [[nodiscard]] std::vector<PeriodicJob> jobs();
  [[nodiscard]] contracts::BasketApi& api() { return api_; }
  [[nodiscard]] contracts::BasketDataApi& data() { return data_; }
  [[nodiscard]] Application& application() { return application_; }

 private:
  [[nodiscard]] Task<Result<>> expire_baskets();

  IdempotencyStore& idempotency_;
  ProductApiCatalogue catalogue_;
  Application application_;
  HttpHandlers handlers_;
  LocalBasketApi api_;
  LocalBasketData data_;
};

}  // namespace ddd::basket
