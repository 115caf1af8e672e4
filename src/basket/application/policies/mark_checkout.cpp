#include <utility>

#include <ddd/basket/application/policies/mark_checkout.hpp>

namespace ddd::basket {

Task<Result<>> MarkCheckoutHandler::handle(const CallContext& call, CheckoutBegan fact) {
  auto context = saving(call, std::move(fact.event));
  CheckoutMark mark{std::move(fact.payment_id), fact.at};
  co_return co_await marks_.mark(std::move(fact.basket_id), std::move(mark), std::move(context));
}

Task<Result<>> MarkCheckoutHandler::handle(const CallContext& call, CheckoutEnded fact) {
  auto context = saving(call, std::move(fact.event));
  co_return co_await marks_.unmark(std::move(fact.payment_id), std::move(context));
}

SaveContext MarkCheckoutHandler::saving(const CallContext& call, InboxEntry event) const {
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(event);
  return context;
}

}  // namespace ddd::basket
