#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/queries/get_for_checkout.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::basket {

Task<Result<CheckoutView>> GetForCheckoutHandler::handle(const CallContext& call, GetForCheckout query) {
  DDD_CO_CHECK(require_service(call, {"payment-service"}));
  DDD_CO_TRY(const auto basket, co_await live_basket(baskets_, query.user_id, clock_.now()));
  if (query.basket_id && (!basket || basket->id() != *query.basket_id)) co_return Refused(errors::not_found());
  CheckoutView view;
  if (!basket) co_return view;
  view.basket_id = basket->id();
  view.version = basket->version();
  for (const auto& item : basket->state().items) view.lines.push_back({item.product_id, item.quantity});
  co_return view;
}

}  // namespace ddd::basket
