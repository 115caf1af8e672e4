#pragma once

#include <optional>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct GetHeldBasket {
  UserId user_id;
};

/// All that is held of a user's basket, for the user service, which answers the person it is of: nothing for a user
/// without one; one whose time is over counts until it is removed.
class GetHeldBasketHandler {
 public:
  explicit GetHeldBasketHandler(BasketRepository& baskets) : baskets_(baskets) {}

  [[nodiscard]] Task<Result<std::optional<Basket>>> handle(const CallContext& call, GetHeldBasket query);

 private:
  BasketRepository& baskets_;
};

}  // namespace ddd::basket
