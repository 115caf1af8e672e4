#include <utility>

#include <ddd/basket/application/policies/discard_basket.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<Discarding>> DiscardBasketHandler::handle(const CallContext& call, AccountClosed fact) {
  if (fact.for_good) DDD_CO_CHECK(co_await baskets_.forget_answers(fact.user_id));
  co_return co_await retry_on_conflict([&] { return attempt(call, fact); });
}

Task<Result<Discarding>> DiscardBasketHandler::attempt(const CallContext& call, const AccountClosed& fact) {
  // Also one whose time is over: it waits for a sweep.
  DDD_CO_TRY(auto basket, co_await baskets_.find_by_user(fact.user_id));
  if (!basket || basket->state().created_at > fact.at) co_return Discarding::no_basket;
  const auto now = clock_.now();
  basket->discard(now);
  auto context = SaveContext::of(call, now);
  context.inbox = fact.event;
  DDD_CO_CHECK(co_await baskets_.save(*basket, std::move(context)));
  co_return Discarding::done;
}

}  // namespace ddd::basket
