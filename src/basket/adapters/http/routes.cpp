#include <ddd/basket/adapters/http/dto.hpp>
#include <ddd/basket/adapters/http/routes.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::basket {
namespace {

using api::Access;
using api::IdempotencyRule;
using api::Route;
using http::Method;

using Member = HttpHandlers::Answer (HttpHandlers::*)(const CallContext&, const api::RouteRequest&);

api::RouteHandler bind(HttpHandlers& handlers, Member member) {
  return [&handlers, member](const CallContext& call, const api::RouteRequest& request) {
    return (handlers.*member)(call, request);
  };
}

const api::DocumentedAnswer kNoBasket{404, "There is no such basket.", "", {"basket.not_found"}};
const api::DocumentedAnswer kNotInIt{404, "The product is not in the basket.", "", {"basket.item_not_found"}};
const api::DocumentedAnswer kStale{412, "If-Match does not name the current version.", "", {"basket.stale"}};
const api::DocumentedAnswer kCannotBeSold{
    409,
    "The product can't be sold in this quantity; `available` says how many there are.",
    "",
    {"basket.insufficient_stock", "product.inactive", "basket.currency_mismatch"}};

api::DocumentedAnswer one_basket(int status, std::string description) {
  return {status, std::move(description), json::schema<BasketBody>(), {}};
}

void add_basket_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::get,
                    .path = "/users/basket",
                    .name = "get_basket",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::get_basket),
                    .docs = {.summary = "Read one's basket",
                             .description = "It is made on first use.",
                             .answers = {one_basket(200, "The basket."), api::not_modified()}}});
  routes.push_back({.method = Method::post,
                    .path = "/users/basket",
                    .name = "open_basket",
                    .access = Access::user,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::open_basket),
                    .docs = {.summary = "Make sure there is a basket",
                             .answers = {one_basket(200, "The basket that was there."),
                                         one_basket(201, "A new and empty basket.")}}});
  routes.push_back(
      {.method = Method::del,
       .path = "/users/basket",
       .name = "delete_basket",
       .access = Access::user,
       .handle = bind(handlers, &HttpHandlers::delete_basket),
       .docs = {.summary = "Delete one's basket", .answers = {{204, "It is deleted.", "", {}}, kNoBasket, kStale}}});
  routes.push_back(
      {.method = Method::del,
       .path = "/users/basket/clear",
       .name = "clear_basket",
       .access = Access::user,
       .handle = bind(handlers, &HttpHandlers::clear_basket),
       .docs = {.summary = "Empty one's basket", .answers = {one_basket(200, "The basket, empty."), kStale}}});
}

void add_item_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::post,
                    .path = "/users/basket/items",
                    .name = "add_item",
                    .access = Access::user,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::add_item),
                    .docs = {.summary = "Put a product into the basket",
                             .description = "The same product adds up. The price is the catalogue's of now.",
                             .request_schema = json::schema<AddItemBody>(),
                             .answers = {one_basket(200, "The basket."),
                                         {404, "There is no such product.", "", {"product.not_found"}},
                                         kCannotBeSold,
                                         kStale,
                                         {422,
                                          "A rule is broken.",
                                          "",
                                          {"basket.invalid_quantity", "basket.too_many_lines", "basket.total_too_large",
                                           "request.rejected"}}}}});
  routes.push_back({.method = Method::del,
                    .path = "/users/basket/items/{product_id}",
                    .name = "remove_item",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::remove_item),
                    .docs = {.summary = "Take a product out of the basket",
                             .answers = {one_basket(200, "The basket."), kNotInIt, kStale}}});
}

void add_quantity_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  const api::DocumentedAnswer not_settable{404,
                                           "The product is not in the basket, or not known any more.",
                                           "",
                                           {"basket.item_not_found", "product.not_found"}};
  const api::DocumentedAnswer invalid{
      422, "A rule is broken.", "", {"basket.invalid_quantity", "basket.total_too_large", "request.rejected"}};
  auto invalid_or_another = invalid;
  invalid_or_another.codes.emplace_back("basket.product_mismatch");
  const auto add = [&](Method method, std::string path, std::string name, Member member, std::string schema,
                       const api::DocumentedAnswer& refusal) {
    routes.push_back(
        {.method = method,
         .path = std::move(path),
         .name = std::move(name),
         .access = Access::user,
         .handle = bind(handlers, member),
         .docs = {.summary = "Set how many units of a product are in the basket",
                  .description = "The price becomes the catalogue's of now.",
                  .request_schema = std::move(schema),
                  .answers = {one_basket(200, "The basket."), not_settable, kCannotBeSold, kStale, refusal}}});
  };
  add(Method::put, "/users/basket/items", "set_quantity", &HttpHandlers::set_quantity, json::schema<SetQuantityBody>(),
      invalid);
  add(Method::put, "/users/basket/items/{product_id}", "replace_item_quantity", &HttpHandlers::set_item_quantity,
      json::schema<ItemQuantityBody>(), invalid_or_another);
  add(Method::patch, "/users/basket/items/{product_id}", "set_item_quantity", &HttpHandlers::set_item_quantity,
      json::schema<ItemQuantityBody>(), invalid_or_another);
}

void add_admin_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::get,
                    .path = "/admin/baskets/{user_id}",
                    .name = "get_user_basket",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::get_user_basket),
                    .docs = {.summary = "Read a user's basket",
                             .answers = {one_basket(200, "The basket."), api::not_modified(), kNoBasket}}});
  routes.push_back(
      {.method = Method::del,
       .path = "/admin/baskets/{user_id}",
       .name = "delete_user_basket",
       .access = Access::admin,
       .handle = bind(handlers, &HttpHandlers::delete_user_basket),
       .docs = {.summary = "Delete a user's basket", .answers = {{204, "It is deleted.", "", {}}, kNoBasket, kStale}}});
  // Without an idempotency key: a repeat removes what has expired since, which is what it is for.
  routes.push_back({.method = Method::post,
                    .path = "/admin/baskets/cleanup",
                    .name = "clean_up_baskets",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::clean_up_baskets),
                    .docs = {.summary = "Remove expired baskets now",
                             .description = "At most 1,000 at a time.",
                             .answers = {{200, "How many were removed.", json::schema<CleanUpBody>(), {}}}}});
}

}  // namespace

api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency) {
  api::RouteTable table{.service = "basket-service", .routes = {}, .idempotency = &idempotency};
  add_basket_routes(table.routes, handlers);
  add_item_routes(table.routes, handlers);
  add_quantity_routes(table.routes, handlers);
  add_admin_routes(table.routes, handlers);
  return table;
}

}  // namespace ddd::basket
