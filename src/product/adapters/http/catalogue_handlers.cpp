#include <array>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/product/adapters/http/dto.hpp>
#include <ddd/product/adapters/http/handlers.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

using Words = std::pair<std::string_view, ProductSort>;
constexpr std::array kSorts = {Words{"newest", ProductSort::newest}, Words{"price", ProductSort::price_ascending},
                               Words{"-price", ProductSort::price_descending}, Words{"name", ProductSort::name},
                               Words{"relevance", ProductSort::relevance}};

enum class Activity { all, active, inactive };
using ActivityWord = std::pair<std::string_view, Activity>;
constexpr std::array kActivities = {ActivityWord{"all", Activity::all}, ActivityWord{"true", Activity::active},
                                    ActivityWord{"false", Activity::inactive}};

std::optional<bool> to_filter(Activity activity) {
  if (activity == Activity::all) return std::nullopt;
  return activity == Activity::active;
}

void read_filter(api::QueryValues& query, ProductFilter& filter) {
  if (auto category = query.text("category", 100)) filter.category = std::move(category);
  filter.brand = query.text("brand", 100);
  filter.min_price = query.integer("min_price", 0);
  filter.max_price = query.integer("max_price", 0);
  filter.in_stock = query.boolean("in_stock");
  filter.is_featured = query.boolean("is_featured");
  filter.is_low = query.boolean("low_stock");
  if (const auto activity = query.one_of<Activity>("is_active", kActivities)) filter.is_active = to_filter(*activity);
  if (auto text = query.text("q", 200)) filter.text = std::move(text);
}

Result<std::optional<ProductCursor>> read_cursor(const api::CursorScope& cursors, ProductSort sort) {
  if (sort == ProductSort::name) {
    DDD_TRY(const auto after, cursors.decode<std::string, std::int64_t>());
    if (!after) return std::nullopt;
    return ProductCursor{std::get<0>(*after), ProductId(static_cast<std::uint64_t>(std::get<1>(*after)))};
  }
  DDD_TRY(const auto after, (cursors.decode<std::int64_t, std::int64_t>()));
  if (!after) return std::nullopt;
  return ProductCursor{std::get<0>(*after), ProductId(static_cast<std::uint64_t>(std::get<1>(*after)))};
}

std::string write_cursor(const api::CursorScope& cursors, const ProductCursor& cursor) {
  return std::visit([&](const auto& value) { return cursors.encode(value, cursor.id.to_int()); }, cursor.value);
}

/// A list as it was asked for; nothing for one that is not kept: a search is seldom made twice, and administrators see
/// more.
std::optional<std::string> kept_as(const CallContext& call, std::string_view route, const api::RouteRequest& request) {
  if (call.is_admin() || route == "search_products" || request.query("q")) return std::nullopt;
  std::string asked(route);
  for (const auto& value : request.path_values()) asked.append(1, '\0').append(value);
  for (const auto& [name, value] : request.query_values()) {
    asked.append(1, '\0').append(name).append(1, '\0').append(value);
  }
  return asked;
}

http::Response product_answer(const ProductView& view, bool for_admin) {
  return api::json_answer(200, json::encode(to_body(view, for_admin)), {.etag = etag_of(view), .location = {}});
}

}  // namespace

HttpHandlers::Answer HttpHandlers::get_product(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  if (!call.is_admin()) {
    if (const auto* cached = cache_.find(id); cached != nullptr && cached->body) {
      co_return api::json_answer(200, cached->body, {.etag = cached->etag, .location = {}});
    }
  }
  DDD_CO_TRY(const auto view, co_await application_.queries.get_product.handle(call, GetProduct{id}));
  if (call.is_admin()) co_return product_answer(view, true);
  // No suspension since the shard read it: what is put is what the store held when the caches were last emptied.
  auto body = std::make_shared<const std::string>(json::encode(to_body(view, false)));
  cache_.put(id, {body, etag_of(view), nullptr});
  co_return api::json_answer(200, std::move(body), {.etag = etag_of(view), .location = {}});
}

HttpHandlers::Answer HttpHandlers::get_product_by_sku(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto view, co_await application_.queries.get_product.handle(call, GetProduct{request.path(0)}));
  co_return product_answer(view, call.is_admin());
}

HttpHandlers::Answer HttpHandlers::list_products(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await list(call, request, "list_products", {});
}

HttpHandlers::Answer HttpHandlers::search_products(const CallContext& call, const api::RouteRequest& request) {
  ProductListing listing;
  listing.sort = ProductSort::relevance;
  api::QueryValues query(request);
  listing.filter.text = query.text("query", 200);
  const auto text = request.query("q") ? request.query("q") : listing.filter.text;
  if (!text || trim(*text).empty()) query.add("q", "required", "Must hold the words to search for.");
  DDD_CO_CHECK(query.check());
  co_return co_await list(call, request, "search_products", std::move(listing));
}

HttpHandlers::Answer HttpHandlers::list_products_by_category(const CallContext& call,
                                                             const api::RouteRequest& request) {
  ProductListing listing;
  listing.filter.category = request.path(0);
  co_return co_await list(call, request, "list_products_by_category", std::move(listing));
}

HttpHandlers::Answer HttpHandlers::list(const CallContext& call, const api::RouteRequest& request,
                                        std::string_view route, ProductListing listing) {
  auto asked = kept_as(call, route, request);
  if (asked) {
    if (auto page = cache_.find_page(*asked)) co_return api::json_answer(200, std::move(page));
  }
  const auto age = cache_.age();
  api::QueryValues query(request);
  read_filter(query, listing.filter);
  if (const auto sort = query.one_of<ProductSort>("sort", kSorts)) listing.sort = *sort;
  listing.limit = query.limit();
  listing.with_total = query.includes_total();
  DDD_CO_CHECK(query.check());
  const api::CursorScope cursors(route, request);
  DDD_CO_TRY(listing.after, read_cursor(cursors, listing.sort));
  DDD_CO_TRY(const auto page, co_await application_.queries.list_products.handle(call, std::move(listing)));
  json::Writer items;
  items.begin_array();
  for (const auto& view : page.items) json::write(items, to_body(view, call.is_admin()));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = write_cursor(cursors, *page.next);
  auto answer = api::list_answer(items.take(), next, page.total);
  if (asked) {
    auto body = std::make_shared<const std::string>(answer.body.view());
    cache_.put_page(*std::move(asked), body, age);
    answer.body = std::move(body);
  }
  co_return answer;
}

HttpHandlers::Answer HttpHandlers::list_categories(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_TRY(const auto categories, co_await application_.queries.list_categories.handle(call, ListCategories{}));
  json::Writer items;
  items.begin_array();
  for (const auto& category : categories) json::write(items, CategoryBody{category.name, category.product_count});
  items.end_array();
  co_return api::list_answer(items.take(), std::nullopt);
}

HttpHandlers::Answer HttpHandlers::record_view(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  DDD_CO_CHECK(co_await application_.commands.record_view.handle(call, RecordView{id}));
  co_return api::no_content();
}

}  // namespace ddd::product
