#include <ddd/basket/application/live_basket.hpp>
#include <ddd/basket/application/policies/subtract_paid_lines.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

Task<Result<Subtraction>> SubtractPaidLinesHandler::handle(const CallContext& call, BasketPaid fact) {
  co_return co_await retry_on_conflict([&] { return attempt(call, fact); });
}

Task<Result<Subtraction>> SubtractPaidLinesHandler::attempt(const CallContext& call, const BasketPaid& fact) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto basket, co_await live_basket(baskets_, fact.user_id, now));
  if (!basket || basket->id() != fact.basket_id) co_return Subtraction::no_basket;
  if (!basket->subtract(fact.purchase, now)) co_return Subtraction::repeated;
  auto context = SaveContext::of(call, now);
  context.inbox = fact.event;
  DDD_CO_CHECK(co_await baskets_.save(*basket, std::move(context)));
  co_return Subtraction::done;
}

}  // namespace ddd::basket
