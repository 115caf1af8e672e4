#include <ddd/platform/json/schema.hpp>
#include <ddd/product/adapters/http/dto.hpp>
#include <ddd/product/adapters/http/routes.hpp>

namespace ddd::product {
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

const api::DocumentedAnswer kNotFound{404, "There is no such product.", "", {"product.not_found"}};
const api::DocumentedAnswer kStale{412, "If-Match does not name the current version.", "", {"product.stale"}};
const api::DocumentedAnswer kInvalid{422, "A rule is broken; every one is listed.", "", {"product.invalid"}};

api::DocumentedAnswer one_product(int status, std::string description) {
  return {status, std::move(description), json::schema<ProductBody>(), {}};
}

std::vector<api::QueryParameter> page_parameters() {
  return {{"limit", R"({"type":"integer","minimum":1,"maximum":100,"default":20})", "Items per page."},
          {"cursor", R"({"type":"string"})", "page.next of the page before."}};
}

std::vector<api::QueryParameter> list_parameters(bool with_category) {
  auto parameters = page_parameters();
  if (with_category)
    parameters.push_back({"category", R"({"type":"string","maxLength":100})", "Exactly this category."});
  parameters.insert(
      parameters.end(),
      {{"brand", R"({"type":"string","maxLength":100})", "Exactly this brand."},
       {"min_price", R"({"type":"integer","minimum":0})", "Minor units."},
       {"max_price", R"({"type":"integer","minimum":0})", "Minor units."},
       {"in_stock", R"({"type":"boolean"})", "Whether units are available."},
       {"is_featured", R"({"type":"boolean"})", "Whether featured."},
       {"low_stock", R"({"type":"boolean"})",
        "Whether less is available than min_stock. Administrators only; it says nothing to others."},
       {"is_active", R"({"enum":["all","true","false"]})",
        "Administrators only; others see active products whatever it says."},
       {"q", R"({"type":"string","maxLength":200})", "Words in name, description, brand, tags or SKU."},
       {"sort", R"({"enum":["newest","price","-price","name","relevance"]})", "newest; in a search relevance."},
       {"include", R"({"enum":["total"]})", "Adds page.total."}});
  return parameters;
}

api::DocumentedAnswer product_list() {
  return {200, "A page of products.", json::list_schema<ProductBody>(), {}};
}

void add_catalogue_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back(
      {.method = Method::get,
       .path = "/products",
       .name = "list_products",
       .handle = bind(handlers, &HttpHandlers::list_products),
       .docs = {.summary = "Browse the catalogue", .query = list_parameters(true), .answers = {product_list()}}});
  auto search = list_parameters(true);
  search.push_back({"query", R"({"type":"string","maxLength":200})", "Another name of q."});
  routes.push_back(
      {.method = Method::get,
       .path = "/products/search",
       .name = "search_products",
       .handle = bind(handlers, &HttpHandlers::search_products),
       .docs = {.summary = "Search the catalogue", .query = std::move(search), .answers = {product_list()}}});
  routes.push_back(
      {.method = Method::get,
       .path = "/products/category/{category}",
       .name = "list_products_by_category",
       .handle = bind(handlers, &HttpHandlers::list_products_by_category),
       .docs = {.summary = "Browse one category", .query = list_parameters(false), .answers = {product_list()}}});
  routes.push_back({.method = Method::get,
                    .path = "/products/{id}",
                    .name = "get_product",
                    .handle = bind(handlers, &HttpHandlers::get_product),
                    .docs = {.summary = "Read a product",
                             .answers = {one_product(200, "The product."), api::not_modified(), kNotFound}}});
  routes.push_back({.method = Method::get,
                    .path = "/products/by-sku/{sku}",
                    .name = "get_product_by_sku",
                    .handle = bind(handlers, &HttpHandlers::get_product_by_sku),
                    .docs = {.summary = "Read a product by its SKU",
                             .answers = {one_product(200, "The product."), api::not_modified(), kNotFound}}});
  // Without an idempotency key: nothing is written with it that could hold a record.
  routes.push_back({.method = Method::post,
                    .path = "/products/{id}/view",
                    .name = "record_view",
                    .handle = bind(handlers, &HttpHandlers::record_view),
                    .docs = {.summary = "Count a view of a product",
                             .description = "view_count shows it within five seconds; no ETag changes by it.",
                             .answers = {{204, "It is counted.", "", {}}, kNotFound}}});
  routes.push_back(
      {.method = Method::get,
       .path = "/categories",
       .name = "list_categories",
       .handle = bind(handlers, &HttpHandlers::list_categories),
       .docs = {.summary = "List the categories",
                .answers = {{200, "Categories of active products.", json::list_schema<CategoryBody>(), {}}}}});
}

void add_edit_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::post,
                    .path = "/admin/products",
                    .name = "create_product",
                    .access = Access::admin,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::create_product),
                    .docs = {.summary = "Create a product",
                             .request_schema = json::schema<CreateProductBody>(),
                             .answers = {one_product(201, "The new product."),
                                         {409, "Another product has this SKU.", "", {"product.sku_taken"}},
                                         {422, "A rule is broken; every one is listed.", "", {"product.invalid"}}}}});
  for (const auto method : {Method::put, Method::patch}) {
    routes.push_back({.method = method,
                      .path = "/admin/products/{id}",
                      .name = method == Method::put ? "replace_product" : "update_product",
                      .access = Access::admin,
                      .handle = bind(handlers, &HttpHandlers::update_product),
                      .docs = {.summary = "Edit a product",
                               .description = "Fields that are left out stay as they are. If-Match is honoured.",
                               .request_schema = json::schema<UpdateProductBody>(),
                               .answers = {one_product(200, "The product after the edit."),
                                           kNotFound,
                                           kStale,
                                           kInvalid,
                                           {409, "Another product has this SKU.", "", {"product.sku_taken"}}}}});
  }
  routes.push_back({.method = Method::del,
                    .path = "/admin/products/{id}",
                    .name = "delete_product",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::delete_product),
                    .docs = {.summary = "Delete a product",
                             .description = "It is unknown afterwards; payments under way keep their reservations.",
                             .answers = {{204, "It is deleted.", "", {}}, kNotFound, kStale}}});
}

void add_switch_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  const auto add = [&](Method method, std::string path, std::string name, Member member, std::string summary) {
    routes.push_back(
        {.method = method,
         .path = std::move(path),
         .name = std::move(name),
         .access = Access::admin,
         .idempotency = method == Method::post ? IdempotencyRule::optional : IdempotencyRule::ignored,
         .handle = bind(handlers, member),
         .docs = {.summary = std::move(summary), .answers = {one_product(200, "The product."), kNotFound, kStale}}});
  };
  add(Method::post, "/admin/products/{id}/activate", "activate_product", &HttpHandlers::activate_product,
      "Offer a product for sale");
  add(Method::post, "/admin/products/{id}/deactivate", "deactivate_product", &HttpHandlers::deactivate_product,
      "Withdraw a product from sale");
  add(Method::post, "/admin/products/{id}/featured", "feature_product", &HttpHandlers::feature_product,
      "Feature a product");
  add(Method::del, "/admin/products/{id}/featured", "unfeature_product", &HttpHandlers::unfeature_product,
      "Stop featuring a product");
}

void add_stock_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  const api::DocumentedAnswer out_of_range{422, "The amount is out of range.", "", {"product.invalid_amount"}};
  const api::DocumentedAnswer invalid{422, "A rule is broken.", "", {"product.invalid_amount", "product.invalid"}};
  routes.push_back({.method = Method::put,
                    .path = "/admin/products/{id}/stock",
                    .name = "set_stock",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::set_stock),
                    .docs = {.summary = "Set the stock on hand",
                             .request_schema = json::schema<SetStockBody>(),
                             .answers = {one_product(200, "The product."),
                                         kNotFound,
                                         out_of_range,
                                         {409, "Less than what is reserved.", "", {"product.stock_reserved"}}}}});
  routes.push_back({.method = Method::post,
                    .path = "/admin/products/{id}/increase-stock",
                    .name = "increase_stock",
                    .access = Access::admin,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::increase_stock),
                    .docs = {.summary = "Receive stock",
                             .request_schema = json::schema<StockAmountBody>(),
                             .answers = {one_product(200, "The product."), kNotFound, invalid}}});
  routes.push_back({.method = Method::post,
                    .path = "/admin/products/{id}/reduce-stock",
                    .name = "reduce_stock",
                    .access = Access::admin,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::reduce_stock),
                    .docs = {.summary = "Take out stock",
                             .request_schema = json::schema<StockAmountBody>(),
                             .answers = {one_product(200, "The product."),
                                         kNotFound,
                                         invalid,
                                         {409, "Less is available.", "", {"product.insufficient_stock"}}}}});
  routes.push_back(
      {.method = Method::get,
       .path = "/admin/products/{id}/stock-ledger",
       .name = "list_movements",
       .access = Access::admin,
       .handle = bind(handlers, &HttpHandlers::list_movements),
       .docs = {.summary = "Read the stock ledger, newest first",
                .query = page_parameters(),
                .answers = {{200, "A page of movements.", json::list_schema<MovementBody>(), {}}, kNotFound}}});
}

}  // namespace

api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency) {
  api::RouteTable table{.service = "product-service", .routes = {}, .idempotency = &idempotency};
  add_catalogue_routes(table.routes, handlers);
  add_edit_routes(table.routes, handlers);
  add_switch_routes(table.routes, handlers);
  add_stock_routes(table.routes, handlers);
  return table;
}

}  // namespace ddd::product
