#include <utility>

#include <ddd/simulation/neighbours.hpp>

namespace ddd::simulation {

// The context of the call goes along by value: the caller may be gone by the time it is used.

Error Neighbour::away() {
  return {.kind = ErrorKind::unavailable,
          .code = "neighbour.unavailable",
          .message = "A service did not answer.",
          .retry_after_seconds = 1};
}

Task<Result<std::vector<contracts::UserValidity>>> DistantUsers::validate_users(
    const CallContext& call, std::vector<contracts::UserToValidate> users) {
  return ask<std::vector<contracts::UserValidity>>(
      Node::user,
      [&services = services(), call, users = std::move(users)] { return services.user->validate_users(call, users); });
}

Task<Result<std::vector<contracts::ProductInfo>>> DistantProducts::validate_products(const CallContext& call,
                                                                                     std::vector<ProductId> ids) {
  return ask<std::vector<contracts::ProductInfo>>(Node::product, [&services = services(), call, ids = std::move(ids)] {
    return services.product->validate_products(call, ids);
  });
}

Task<Result<>> DistantProducts::reserve_stock(const CallContext& call, contracts::ReserveStockRequest request) {
  return ask<void>(Node::product, [&services = services(), call, request = std::move(request)] {
    return services.product->reserve_stock(call, request);
  });
}

Task<Result<>> DistantProducts::pin_reservation(const CallContext& call, PaymentId payment_id) {
  return ask<void>(Node::product, [&services = services(), call, payment_id = std::move(payment_id)] {
    return services.product->pin_reservation(call, payment_id);
  });
}

Task<Result<>> DistantProducts::release_reservation(const CallContext& call, PaymentId payment_id) {
  return ask<void>(Node::product, [&services = services(), call, payment_id = std::move(payment_id)] {
    return services.product->release_reservation(call, payment_id);
  });
}

Task<Result<contracts::CheckoutBasket>> DistantBaskets::get_for_checkout(const CallContext& call, UserId user_id,
                                                                         std::optional<BasketId> basket_id) {
  return ask<contracts::CheckoutBasket>(Node::basket,
                                        [&services = services(), call, user_id, basket_id = std::move(basket_id)] {
                                          return services.basket->get_for_checkout(call, user_id, basket_id);
                                        });
}

}  // namespace ddd::simulation
