#include <ddd/basket/application/commands/open_basket.hpp>
#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/view_of.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<OpenedBasket>> OpenBasketHandler::handle(const CallContext& call, OpenBasket command) {
  DDD_CO_TRY(const auto user, require_user(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, user.user_id, command); });
}

Task<Result<OpenedBasket>> OpenBasketHandler::attempt(const CallContext& call, UserId user_id,
                                                      const OpenBasket& command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto basket, co_await live_or_new_basket(baskets_, ids_, call, user_id, now));
  DDD_CO_TRY(const auto offers, co_await catalogue_.find_many(call, products_in(basket)));
  OpenedBasket opened{view_after_save(basket, offers, settings_.currency), basket.has_changes()};
  if (!opened.is_new) co_return opened;
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, basket.id().to_text(), command.render, opened, now);
  DDD_CO_CHECK(co_await baskets_.save(basket, std::move(context)));
  co_return opened;
}

}  // namespace ddd::basket
