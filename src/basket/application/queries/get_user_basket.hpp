#pragma once

#include <ddd/basket/application/basket_settings.hpp>
#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/ports/checkout_marks.hpp>
#include <ddd/basket/application/ports/product_catalogue.hpp>
#include <ddd/basket/application/views.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct GetUserBasket {
  UserId user_id;
};

/// A user's basket with the payments of it that are under way, for administrators; looking makes none. Error:
/// `basket.not_found`.
class GetUserBasketHandler {
 public:
  GetUserBasketHandler(BasketRepository& baskets, CheckoutMarks& checkouts, ProductCatalogue& catalogue,
                       const BasketSettings& settings, const Clock& clock)
      : baskets_(baskets), checkouts_(checkouts), catalogue_(catalogue), settings_(settings), clock_(clock) {}

  [[nodiscard]] Task<Result<BasketView>> handle(const CallContext& call, GetUserBasket query);

 private:
  BasketRepository& baskets_;
  CheckoutMarks& checkouts_;
  ProductCatalogue& catalogue_;
  const BasketSettings& settings_;
  const Clock& clock_;
};

}  // namespace ddd::basket
