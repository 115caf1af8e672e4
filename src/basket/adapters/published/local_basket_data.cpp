#include <ddd/basket/adapters/published/local_basket_data.hpp>

namespace ddd::basket {

Task<Result<std::optional<contracts::HeldBasket>>> LocalBasketData::held_of(const CallContext& call, UserId user_id) {
  DDD_CO_TRY(const auto basket, co_await application_.queries.get_held_basket.handle(call, GetHeldBasket{user_id}));
  if (!basket) co_return std::nullopt;
  const auto& state = basket->state();
  contracts::HeldBasket held{.basket_id = state.id,
                             .items = {},
                             .created_at = state.created_at,
                             .updated_at = state.updated_at,
                             .expires_at = state.expires_at};
  for (const auto& item : state.items) {
    held.items.push_back({item.product_id, item.quantity, item.unit_price, item.created_at});
  }
  co_return held;
}

}  // namespace ddd::basket
