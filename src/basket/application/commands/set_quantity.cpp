#include <ddd/basket/application/commands/set_quantity.hpp>
#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/view_of.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<BasketView>> SetQuantityHandler::handle(const CallContext& call, SetQuantity command) {
  DDD_CO_TRY(const auto user, require_user(call));
  DDD_CO_CHECK(check_quantity(command.quantity));
  co_return co_await retry_on_conflict([&] { return attempt(call, user.user_id, command); });
}

Task<Result<BasketView>> SetQuantityHandler::attempt(const CallContext& call, UserId user_id,
                                                     const SetQuantity& command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto basket, co_await live_basket(baskets_, user_id, now));
  if (!basket || basket->find(command.product_id) == nullptr) co_return Refused(errors::item_not_found());
  DDD_CO_CHECK(basket->must_be(command.expected_version));
  DDD_CO_TRY(const auto offers, co_await catalogue_.find_many(call, products_in(*basket)));
  const auto* offer = find_offer(offers, command.product_id);
  if (offer == nullptr) co_return Refused(errors::product_not_found());
  DDD_CO_CHECK(basket->set_quantity(*offer, command.quantity, now));
  auto view = view_after_save(*basket, offers, settings_.currency);
  DDD_CO_CHECK(co_await baskets_.save(*basket, SaveContext::of(call, now)));
  co_return view;
}

}  // namespace ddd::basket
