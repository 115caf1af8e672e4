#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/queries/get_user_basket.hpp>
#include <ddd/basket/application/view_of.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::basket {

Task<Result<BasketView>> GetUserBasketHandler::handle(const CallContext& call, GetUserBasket query) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_TRY(const auto basket, co_await live_basket(baskets_, query.user_id, clock_.now()));
  if (!basket) co_return Refused(errors::not_found());
  DDD_CO_TRY(const auto offers, co_await catalogue_.find_many(call, products_in(*basket)));
  auto view = view_after_save(*basket, offers, settings_.currency);
  DDD_CO_TRY(view.checkouts, co_await checkouts_.of(basket->id()));
  co_return view;
}

}  // namespace ddd::basket
