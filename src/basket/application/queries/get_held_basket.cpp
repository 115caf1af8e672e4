#include <ddd/basket/application/queries/get_held_basket.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::basket {

Task<Result<std::optional<Basket>>> GetHeldBasketHandler::handle(const CallContext& call, GetHeldBasket query) {
  DDD_CO_CHECK(require_service(call, {"user-service"}));
  co_return co_await baskets_.find_by_user(query.user_id);
}

}  // namespace ddd::basket
