#include <ddd/basket/application/commands/delete_basket.hpp>
#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<>> DeleteBasketHandler::handle(const CallContext& call, DeleteBasket command) {
  DDD_CO_TRY(const auto user, require_user(call));
  if (command.of_user) DDD_CO_CHECK(require_admin(call));
  const auto user_id = command.of_user.value_or(user.user_id);
  co_return co_await retry_on_conflict([&] { return attempt(call, user_id, command); });
}

Task<Result<>> DeleteBasketHandler::attempt(const CallContext& call, UserId user_id, const DeleteBasket& command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto basket, co_await live_basket(baskets_, user_id, now));
  if (!basket) co_return Refused(errors::not_found());
  DDD_CO_CHECK(basket->must_be(command.expected_version));
  basket->discard(now);
  co_return co_await baskets_.save(*basket, SaveContext::of(call, now));
}

}  // namespace ddd::basket
