#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/product/adapters/http/dto.hpp>
#include <ddd/product/adapters/http/handlers.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

StoredAnswer render_changed(const ProductView& view) {
  return {.status = 200, .body = json::encode(to_body(view, true)), .location = {}, .etag = etag_of(view)};
}

StoredAnswer render_created(const ProductView& view) {
  auto answer = render_changed(view);
  answer.status = 201;
  answer.location = "/api/v1/products/" + view.id.to_text();
  return answer;
}

}  // namespace

HttpHandlers::Answer HttpHandlers::create_product(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto body, json::decode<CreateProductBody>(request.body()));
  Validation broken;
  auto details = to_details(broken, body, application_.settings.currency);
  CreateProduct command{.details = std::move(details),
                        .stock = body.stock.value_or(0),
                        .broken = std::move(broken),
                        .render = &render_created};
  DDD_CO_TRY(const auto view, co_await application_.commands.create_product.handle(call, std::move(command)));
  co_return api::to_response(render_created(view));
}

HttpHandlers::Answer HttpHandlers::edit(const CallContext& call, const api::RouteRequest& request, DetailsPatch patch) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  UpdateProduct command{.id = id, .patch = std::move(patch), .expected_version = expected, .render = &render_changed};
  DDD_CO_TRY(const auto view, co_await application_.commands.update_product.handle(call, std::move(command)));
  co_return api::to_response(render_changed(view));
}

HttpHandlers::Answer HttpHandlers::update_product(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto body, json::decode<UpdateProductBody>(request.body()));
  DDD_CO_TRY(auto patch, to_patch(body));
  co_return co_await edit(call, request, std::move(patch));
}

HttpHandlers::Answer HttpHandlers::activate_product(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await edit(call, request, DetailsPatch{.is_active = true});
}
HttpHandlers::Answer HttpHandlers::deactivate_product(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await edit(call, request, DetailsPatch{.is_active = false});
}
HttpHandlers::Answer HttpHandlers::feature_product(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await edit(call, request, DetailsPatch{.is_featured = true});
}
HttpHandlers::Answer HttpHandlers::unfeature_product(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await edit(call, request, DetailsPatch{.is_featured = false});
}

HttpHandlers::Answer HttpHandlers::delete_product(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  DDD_CO_CHECK(co_await application_.commands.delete_product.handle(call, DeleteProduct{id, expected}));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::set_stock(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto body, json::decode<SetStockBody>(request.body()));
  ChangeStock command{
      .id = id, .how = ChangeStock::How::set, .amount = body.stock, .reason = {}, .render = &render_changed};
  DDD_CO_TRY(const auto view, co_await application_.commands.change_stock.handle(call, std::move(command)));
  co_return api::to_response(render_changed(view));
}

HttpHandlers::Answer HttpHandlers::increase_stock(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await move_stock(call, request, ChangeStock::How::increase);
}
HttpHandlers::Answer HttpHandlers::reduce_stock(const CallContext& call, const api::RouteRequest& request) {
  co_return co_await move_stock(call, request, ChangeStock::How::reduce);
}

HttpHandlers::Answer HttpHandlers::move_stock(const CallContext& call, const api::RouteRequest& request,
                                              ChangeStock::How how) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto body, json::decode<StockAmountBody>(request.body()));
  ChangeStock command{
      .id = id, .how = how, .amount = body.amount, .reason = body.reason.value_or(""), .render = &render_changed};
  DDD_CO_TRY(const auto view, co_await application_.commands.change_stock.handle(call, std::move(command)));
  co_return api::to_response(render_changed(view));
}

HttpHandlers::Answer HttpHandlers::list_movements(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<ProductId>(request, 0, errors::not_found()));
  api::QueryValues query(request);
  ListMovements movements{.id = id, .limit = query.limit(), .before = std::nullopt};
  DDD_CO_CHECK(query.check());
  const api::CursorScope cursors("list_movements", request);
  DDD_CO_TRY(const auto after, cursors.decode<std::int64_t>());
  if (after) movements.before = std::get<0>(*after);
  DDD_CO_TRY(const auto page, co_await application_.queries.list_movements.handle(call, movements));
  json::Writer items;
  items.begin_array();
  for (const auto& view : page.items) json::write(items, to_body(view.movement));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(*page.next);
  co_return api::list_answer(items.take(), next);
}

}  // namespace ddd::product
