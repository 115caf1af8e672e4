#pragma once

#include <ddd/basket/application/application.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::basket {

/// One function per route: decode, call the use case, encode. One per shard.
class HttpHandlers {
 public:
  using Answer = Task<Result<http::Response>>;

  explicit HttpHandlers(Application& application) : application_(application) {}

  // basket_handlers.cpp
  [[nodiscard]] Answer get_basket(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer open_basket(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer add_item(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer set_quantity(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer set_item_quantity(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer remove_item(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer clear_basket(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer delete_basket(const CallContext& call, const api::RouteRequest& request);

  // admin_handlers.cpp
  [[nodiscard]] Answer get_user_basket(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer delete_user_basket(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer clean_up_baskets(const CallContext& call, const api::RouteRequest& request);

 private:
  [[nodiscard]] Answer set(const CallContext& call, const api::RouteRequest& request, ProductId product_id,
                           std::int64_t quantity);

  Application& application_;
};

}  // namespace ddd::basket
