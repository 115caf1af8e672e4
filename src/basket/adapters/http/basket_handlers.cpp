#include <ddd/basket/adapters/http/dto.hpp>
#include <ddd/basket/adapters/http/handlers.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::basket {
namespace {

StoredAnswer render(const BasketView& view) {
  return {.status = 200, .body = json::encode(to_body(view)), .location = {}, .etag = etag_of(view)};
}

StoredAnswer render_opened(const OpenedBasket& opened) {
  auto answer = render(opened.basket);
  if (opened.is_new) {
    answer.status = 201;
    answer.location = "/api/v1/users/basket";
  }
  return answer;
}

}  // namespace

HttpHandlers::Answer HttpHandlers::get_basket(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_TRY(const auto opened, co_await application_.commands.open_basket.handle(call, OpenBasket{}));
  co_return api::to_response(render(opened.basket));
}

HttpHandlers::Answer HttpHandlers::open_basket(const CallContext& call, const api::RouteRequest&) {
  OpenBasket command{.render = &render_opened};
  DDD_CO_TRY(const auto opened, co_await application_.commands.open_basket.handle(call, command));
  co_return api::to_response(render_opened(opened));
}

HttpHandlers::Answer HttpHandlers::add_item(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto body, json::decode<AddItemBody>(request.body()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  AddItem command{
      .product_id = body.product_id, .quantity = body.quantity, .expected_version = expected, .render = &render};
  DDD_CO_TRY(const auto view, co_await application_.commands.add_item.handle(call, command));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::set_quantity(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto body, json::decode<SetQuantityBody>(request.body()));
  co_return co_await set(call, request, body.product_id, body.quantity);
}

HttpHandlers::Answer HttpHandlers::set_item_quantity(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto product_id, api::path_id<ProductId>(request, 0, errors::item_not_found()));
  DDD_CO_TRY(const auto body, json::decode<ItemQuantityBody>(request.body()));
  if (body.product_id && *body.product_id != product_id) co_return Refused(errors::product_mismatch());
  co_return co_await set(call, request, product_id, body.quantity);
}

HttpHandlers::Answer HttpHandlers::set(const CallContext& call, const api::RouteRequest& request, ProductId product_id,
                                       std::int64_t quantity) {
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  SetQuantity command{.product_id = product_id, .quantity = quantity, .expected_version = expected};
  DDD_CO_TRY(const auto view, co_await application_.commands.set_quantity.handle(call, command));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::remove_item(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto product_id, api::path_id<ProductId>(request, 0, errors::item_not_found()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  RemoveItem command{.product_id = product_id, .expected_version = expected};
  DDD_CO_TRY(const auto view, co_await application_.commands.remove_item.handle(call, command));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::clear_basket(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  DDD_CO_TRY(const auto view, co_await application_.commands.clear_basket.handle(call, ClearBasket{expected}));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::delete_basket(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  DeleteBasket command{.of_user = std::nullopt, .expected_version = expected};
  DDD_CO_CHECK(co_await application_.commands.delete_basket.handle(call, command));
  co_return api::no_content();
}

}  // namespace ddd::basket
