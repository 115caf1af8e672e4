#include <ddd/basket/application/commands/clear_basket.hpp>
#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/view_of.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<BasketView>> ClearBasketHandler::handle(const CallContext& call, ClearBasket command) {
  DDD_CO_TRY(const auto user, require_user(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, user.user_id, command); });
}

Task<Result<BasketView>> ClearBasketHandler::attempt(const CallContext& call, UserId user_id,
                                                     const ClearBasket& command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto basket, co_await live_or_new_basket(baskets_, ids_, call, user_id, now));
  DDD_CO_CHECK(basket.must_be(command.expected_version));
  basket.clear(now);
  auto view = view_after_save(basket, {}, settings_.currency);
  DDD_CO_CHECK(co_await baskets_.save(basket, SaveContext::of(call, now)));
  co_return view;
}

}  // namespace ddd::basket
