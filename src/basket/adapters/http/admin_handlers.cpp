#include <ddd/basket/adapters/http/dto.hpp>
#include <ddd/basket/adapters/http/handlers.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::basket {

HttpHandlers::Answer HttpHandlers::get_user_basket(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto user_id, api::path_id<UserId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto view, co_await application_.queries.get_user_basket.handle(call, GetUserBasket{user_id}));
  co_return api::json_answer(200, json::encode(to_body(view)), {.etag = etag_of(view), .location = {}});
}

HttpHandlers::Answer HttpHandlers::delete_user_basket(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto user_id, api::path_id<UserId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  DeleteBasket command{.of_user = user_id, .expected_version = expected};
  DDD_CO_CHECK(co_await application_.commands.delete_basket.handle(call, command));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::clean_up_baskets(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_TRY(const auto removed, co_await application_.commands.clean_up_baskets.handle(call, CleanUpBaskets{}));
  co_return api::json_answer(200, json::encode(CleanUpBody{static_cast<std::int64_t>(removed)}));
}

}  // namespace ddd::basket
