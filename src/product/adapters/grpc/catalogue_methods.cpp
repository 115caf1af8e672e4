#include <array>

#include <google/protobuf/empty.pb.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/product/adapters/grpc/messages.hpp>
#include <ddd/product/adapters/grpc/methods.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

using Words = std::pair<std::string_view, ProductSort>;
constexpr std::array kSorts = {Words{"newest", ProductSort::newest}, Words{"price", ProductSort::price_ascending},
                               Words{"-price", ProductSort::price_descending}, Words{"name", ProductSort::name},
                               Words{"relevance", ProductSort::relevance}};

using ActivityWord = std::pair<std::string_view, std::optional<bool>>;
constexpr std::array kActivities = {ActivityWord{"all", std::nullopt}, ActivityWord{"true", true},
                                    ActivityWord{"false", false}};

std::optional<std::string> text(rpc::RequestValues& values, std::string_view pointer, const std::string& value,
                                std::size_t max_length) {
  values.text(pointer, value, max_length);
  return value;
}

ProductFilter read_filter(rpc::RequestValues& values, const v1::ProductFilter& sent) {
  ProductFilter filter;
  if (sent.has_category()) filter.category = text(values, "/filter/category", sent.category(), 100);
  if (sent.has_brand()) filter.brand = text(values, "/filter/brand", sent.brand(), 100);
  if (sent.has_q()) filter.text = text(values, "/filter/q", sent.q(), 200);
  if (sent.has_min_price()) filter.min_price = sent.min_price();
  if (sent.has_max_price()) filter.max_price = sent.max_price();
  values.at_least("/filter/min_price", sent.min_price(), 0);
  values.at_least("/filter/max_price", sent.max_price(), 0);
  if (sent.has_in_stock()) filter.in_stock = sent.in_stock();
  if (sent.has_is_featured()) filter.is_featured = sent.is_featured();
  if (sent.has_low_stock()) filter.is_low = sent.low_stock();
  if (sent.has_is_active()) {
    const auto word = values.one_of<std::optional<bool>>("/filter/is_active", sent.is_active(), kActivities);
    if (word) filter.is_active = *word;
  }
  return filter;
}

Result<std::optional<ProductCursor>> read_cursor(const api::CursorScope& cursors, ProductSort sort) {
  const auto id = [](std::int64_t value) { return ProductId(static_cast<std::uint64_t>(value)); };
  if (sort == ProductSort::name) {
    DDD_TRY(const auto after, (cursors.decode<std::string, std::int64_t>()));
    if (!after) return std::nullopt;
    return ProductCursor{std::get<0>(*after), id(std::get<1>(*after))};
  }
  DDD_TRY(const auto after, (cursors.decode<std::int64_t, std::int64_t>()));
  if (!after) return std::nullopt;
  return ProductCursor{std::get<0>(*after), id(std::get<1>(*after))};
}

/// What the three lists have in common; `listing` and `values` say what is particular to one.
template <class Request>
Task<Result<v1::ListProductsResponse>> list(Application& application, const CallContext& call, const Request& request,
                                            std::string_view method, ProductListing listing,
                                            rpc::RequestValues values) {
  if (request.has_sort()) {
    listing.sort = values.one_of<ProductSort>("/sort", request.sort(), kSorts).value_or(listing.sort);
  }
  listing.limit = values.limit(request.page());
  listing.with_total = request.page().include_total();
  DDD_CO_CHECK(values.check());
  const auto cursors = rpc::cursor_scope(method, request, request.page());
  DDD_CO_TRY(listing.after, read_cursor(cursors, listing.sort));
  DDD_CO_TRY(const auto page, co_await application.queries.list_products.handle(call, std::move(listing)));
  v1::ListProductsResponse response;
  for (const auto& view : page.items) *response.add_products() = to_message(view, call.is_admin());
  std::optional<std::string> next;
  if (page.next) {
    next =
        std::visit([&](const auto& value) { return cursors.encode(value, page.next->id.to_int()); }, page.next->value);
  }
  *response.mutable_page() = rpc::page_info(std::move(next), page.total);
  co_return response;
}

Task<Result<v1::ListProductsResponse>> list_products(Application& application, const CallContext& call,
                                                     const v1::ListProductsRequest& request) {
  rpc::RequestValues values;
  ProductListing listing{.filter = read_filter(values, request.filter())};
  co_return co_await list(application, call, request, "ListProducts", std::move(listing), std::move(values));
}

Task<Result<v1::ListProductsResponse>> list_products_by_category(Application& application, const CallContext& call,
                                                                 const v1::ListProductsByCategoryRequest& request) {
  rpc::RequestValues values;
  ProductListing listing{.filter = read_filter(values, request.filter())};
  listing.filter.category = request.category();
  co_return co_await list(application, call, request, "ListProductsByCategory", std::move(listing), std::move(values));
}

Task<Result<v1::ListProductsResponse>> search_products(Application& application, const CallContext& call,
                                                       const v1::SearchProductsRequest& request) {
  rpc::RequestValues values;
  ProductListing listing{.filter = read_filter(values, request.filter())};
  listing.sort = ProductSort::relevance;
  listing.filter.text = request.query();
  if (trim(request.query()).empty()) {
    values.add("/query", "required", "Must hold the words to search for.");
  } else {
    values.text("/query", request.query(), 200);
  }
  co_return co_await list(application, call, request, "SearchProducts", std::move(listing), std::move(values));
}

Task<Result<v1::ListCategoriesResponse>> list_categories(Application& application, const CallContext& call,
                                                         const v1::ListCategoriesRequest&) {
  DDD_CO_TRY(const auto categories, co_await application.queries.list_categories.handle(call, ListCategories{}));
  v1::ListCategoriesResponse response;
  for (const auto& category : categories) {
    auto& message = *response.add_categories();
    message.set_name(category.name);
    message.set_product_count(category.product_count);
  }
  co_return response;
}

Task<Result<rpc::Encoded>> get_product(CatalogueReader& reader, const CallContext& call,
                                       const v1::GetProductRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<ProductId>(request.id(), errors::not_found()));
  const bool is_admin = call.is_admin();
  if (const auto* cached = is_admin ? nullptr : reader.cache.find(id); cached != nullptr && cached->message) {
    co_return rpc::Encoded{*cached->message};
  }
  DDD_CO_TRY(const auto view, co_await reader.application.queries.get_product.handle(call, GetProduct{id}));
  rpc::Encoded encoded{rpc::encode(to_message(view, is_admin))};
  // No suspension since the shard read it: what is put is what the store held when the caches were last emptied.
  if (!is_admin) reader.cache.put(id, {nullptr, {}, std::make_shared<const std::string>(encoded.bytes)});
  co_return encoded;
}

Task<Result<v1::Product>> get_product_by_sku(Application& application, const CallContext& call,
                                             const v1::GetProductBySKURequest& request) {
  DDD_CO_TRY(const auto view, co_await application.queries.get_product.handle(call, GetProduct{request.sku()}));
  co_return to_message(view, call.is_admin());
}

Task<Result<google::protobuf::Empty>> increment_view_count(Application& application, const CallContext& call,
                                                           const v1::IncrementViewCountRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<ProductId>(request.product_id(), errors::not_found()));
  DDD_CO_CHECK(co_await application.commands.record_view.handle(call, RecordView{id}));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_catalogue_methods(std::vector<rpc::Method>& methods, Application& application, CatalogueReader& reader) {
  methods.push_back({.name = "GetProduct", .handler = rpc::bind(reader, &get_product)});
  methods.push_back({.name = "GetProductBySKU", .handler = rpc::bind(application, &get_product_by_sku)});
  methods.push_back({.name = "ListProducts", .handler = rpc::bind(application, &list_products)});
  methods.push_back({.name = "ListProductsByCategory", .handler = rpc::bind(application, &list_products_by_category)});
  methods.push_back({.name = "SearchProducts", .handler = rpc::bind(application, &search_products)});
  methods.push_back({.name = "ListCategories", .handler = rpc::bind(application, &list_categories)});
  methods.push_back({.name = "IncrementViewCount", .handler = rpc::bind(application, &increment_view_count)});
}

}  // namespace ddd::product
