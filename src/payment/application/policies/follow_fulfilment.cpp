#include <ddd/payment/application/policies/follow_fulfilment.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {

Task<Result<Following>> FollowFulfilmentHandler::handle(const CallContext& call, PartFulfilled fact) {
  const Change change = [&](Fulfilment& fulfilment, Timestamp now) {
    return fact.product_id ? fulfilment.product_left(*fact.product_id, now) : fulfilment.basket_cleared(now);
  };
  co_return co_await retry_on_conflict([&] { return attempt(call, fact.payment_id, fact.event, change); });
}

Task<Result<Following>> FollowFulfilmentHandler::handle(const CallContext& call, PartFailed fact) {
  const Change change = [&](Fulfilment& fulfilment, Timestamp) { return fulfilment.failed(fact.code); };
  co_return co_await retry_on_conflict([&] { return attempt(call, fact.payment_id, fact.event, change); });
}

Task<Result<Following>> FollowFulfilmentHandler::attempt(const CallContext& call, const PaymentId& id,
                                                         const InboxEntry& event, const Change& change) {
  DDD_CO_TRY(auto fulfilment, co_await fulfilments_.find(id));
  const auto now = clock_.now();
  if (!fulfilment || !change(*fulfilment, now)) co_return Following::nothing_new;
  auto context = SaveContext::of(call, now);
  context.inbox = event;
  DDD_CO_CHECK(co_await fulfilments_.save(*fulfilment, std::move(context)));
  co_return Following::done;
}

}  // namespace ddd::payment
