#include <ddd/basket/adapters/published/local_basket_api.hpp>

namespace ddd::basket {

Task<Result<contracts::CheckoutBasket>> LocalBasketApi::get_for_checkout(const CallContext& call, UserId user_id,
                                                                         std::optional<BasketId> basket_id) {
  GetForCheckout query{.user_id = user_id, .basket_id = std::move(basket_id)};
  DDD_CO_TRY(const auto view, co_await application_.queries.get_for_checkout.handle(call, std::move(query)));
  contracts::CheckoutBasket basket{
      .basket_id = view.basket_id.value_or(BasketId()), .version = view.version, .lines = {}};
  for (const auto& line : view.lines) basket.lines.push_back({line.product_id, line.quantity});
  co_return basket;
}

}  // namespace ddd::basket
