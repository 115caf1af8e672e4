#include <ddd/basket/application/commands/add_item.hpp>
#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/view_of.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<BasketView>> AddItemHandler::handle(const CallContext& call, AddItem command) {
  DDD_CO_TRY(const auto user, require_user(call));
  DDD_CO_CHECK(check_quantity(command.quantity));
  co_return co_await retry_on_conflict([&] { return attempt(call, user.user_id, command); });
}

Task<Result<BasketView>> AddItemHandler::attempt(const CallContext& call, UserId user_id, const AddItem& command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto basket, co_await live_or_new_basket(baskets_, ids_, call, user_id, now));
  DDD_CO_CHECK(basket.must_be(command.expected_version));
  auto products = products_in(basket);
  if (basket.find(command.product_id) == nullptr) products.push_back(command.product_id);
  DDD_CO_TRY(const auto offers, co_await catalogue_.find_many(call, std::move(products)));
  const auto* offer = find_offer(offers, command.product_id);
  if (offer == nullptr) co_return Refused(errors::product_not_found());
  DDD_CO_CHECK(basket.add(ids_.make<ItemId>(), *offer, command.quantity, now));
  auto view = view_after_save(basket, offers, settings_.currency);
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, basket.id().to_text(), command.render, view, now);
  DDD_CO_CHECK(co_await baskets_.save(basket, std::move(context)));
  co_return view;
}

}  // namespace ddd::basket
