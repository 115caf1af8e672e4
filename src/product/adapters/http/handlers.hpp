#pragma once

#include <ddd/platform/api/route.hpp>
#include <ddd/product/adapters/cache/product_cache.hpp>
#include <ddd/product/application/application.hpp>

namespace ddd::product {

/// One function per route: decode, call the use case, encode. One per shard.
class HttpHandlers {
 public:
  using Answer = Task<Result<http::Response>>;

  HttpHandlers(Application& application, ProductCache& cache) : application_(application), cache_(cache) {}

  // catalogue_handlers.cpp
  [[nodiscard]] Answer get_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer get_product_by_sku(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_products(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer search_products(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_products_by_category(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_categories(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer record_view(const CallContext& call, const api::RouteRequest& request);

  // admin_handlers.cpp
  [[nodiscard]] Answer create_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer update_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer delete_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer activate_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer deactivate_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer feature_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer unfeature_product(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer set_stock(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer increase_stock(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer reduce_stock(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_movements(const CallContext& call, const api::RouteRequest& request);

 private:
  [[nodiscard]] Answer list(const CallContext& call, const api::RouteRequest& request, std::string_view route,
                            ProductListing listing);
  [[nodiscard]] Answer edit(const CallContext& call, const api::RouteRequest& request, DetailsPatch patch);
  [[nodiscard]] Answer move_stock(const CallContext& call, const api::RouteRequest& request, ChangeStock::How how);

  Application& application_;
  ProductCache& cache_;
};

}  // namespace ddd::product
