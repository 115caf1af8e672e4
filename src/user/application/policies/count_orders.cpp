#include <utility>

#include <ddd/user/application/policies/count_orders.hpp>

namespace ddd::user {

Task<Result<OrderCounting>> CountOrdersHandler::handle(const CallContext& call, OrderPaid fact) {
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(fact.event);
  DDD_CO_TRY(const bool counted, co_await orders_.add(fact.user_id, fact.at, std::move(context)));
  co_return counted ? OrderCounting::done : OrderCounting::no_user;
}

}  // namespace ddd::user
