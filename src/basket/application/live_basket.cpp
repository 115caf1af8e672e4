#include <ddd/basket/application/live_basket.hpp>

namespace ddd::basket {

Task<Result<std::optional<Basket>>> live_basket(BasketRepository& baskets, UserId user_id, Timestamp now) {
  DDD_CO_TRY(auto basket, co_await baskets.find_by_user(user_id));
  if (basket && basket->is_expired(now)) co_return std::nullopt;
  co_return basket;
}

Task<Result<Basket>> live_or_new_basket(BasketRepository& baskets, IdSource& ids, const CallContext& call,
                                        UserId user_id, Timestamp now) {
  DDD_CO_TRY(auto basket, co_await baskets.find_by_user(user_id));
  if (basket && !basket->is_expired(now)) co_return *std::move(basket);
  if (basket) {
    basket->expire(now);
    DDD_CO_CHECK(co_await baskets.save(*basket, SaveContext::of(call, now)));
  }
  co_return Basket::start(ids.make<BasketId>(), user_id, now);
}

}  // namespace ddd::basket
