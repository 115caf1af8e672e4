#include <utility>

#include <ddd/product/application/policies/follow_demand.hpp>

namespace ddd::product {

Task<Result<Following>> FollowDemandHandler::handle(const CallContext& call, BasketChanged fact) {
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(fact.event);
  DDD_CO_TRY(const bool is_new, co_await demand_.replace(std::move(fact.contents), std::move(context)));
  co_return is_new ? Following::done : Following::stale;
}

}  // namespace ddd::product
