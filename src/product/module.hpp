#pragma once

#include <vector>

#include <ddd/contracts/product/product_api.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/grpc/service.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>
#include <ddd/platform/messaging/subscription.hpp>
#include <ddd/product/adapters/cache/catalogue_fanout.hpp>
#include <ddd/product/adapters/grpc/service.hpp>
#include <ddd/product/adapters/http/handlers.hpp>
#include <ddd/product/adapters/published/local_product_api.hpp>
#include <ddd/product/application/application.hpp>

namespace ddd::product {

/// What the module takes from the world it runs in. Everything outlives it.
struct ModulePorts {
  ProductRepository& products;
  StockRepository& stocks;
  ProductViews& views;
  ViewCounts& view_counts;
  BasketDemand& demand;
  IdempotencyStore& idempotency;
  CatalogueFanout& fanout;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  CatalogueSettings settings;
  ShardExecutor executor;
};

/// The product context as one value, for one shard: takes ports, gives routes, subscriptions, jobs and its published
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
  /// Of the process: on the first shard.
  [[nodiscard]] std::vector<PeriodicJob> jobs();
  /// Of this shard's own memory: on every shard.
  [[nodiscard]] std::vector<PeriodicJob> shard_jobs();
  /// Stores what this shard's memory still holds, when no request comes any more.
  [[nodiscard]] Task<Result<>> flush();
  [[nodiscard]] contracts::ProductApi& api() { return api_; }
  [[nodiscard]] Application& application() { return application_; }

 private:
  [[nodiscard]] Task<Result<>> expire_reservations();

  IdempotencyStore& idempotency_;
  ShardCatalogueChanges changes_;
  ProductCache cache_;
  Application application_;
  HttpHandlers handlers_;
  CatalogueReader reader_;
  LocalProductApi api_;
};

}  // namespace ddd::product
