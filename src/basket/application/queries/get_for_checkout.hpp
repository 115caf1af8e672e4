#pragma once

#include <optional>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/views.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct GetForCheckout {
  UserId user_id;
  std::optional<BasketId> basket_id;  ///< nothing: whichever is the user's
};

/// What payment is about to charge for: the user's basket as it stands, prices aside. A user without one has an empty
/// one, unless a certain one is asked for. Error: `basket.not_found`, also for somebody else's.
class GetForCheckoutHandler {
 public:
  GetForCheckoutHandler(BasketRepository& baskets, const Clock& clock) : baskets_(baskets), clock_(clock) {}

  [[nodiscard]] Task<Result<CheckoutView>> handle(const CallContext& call, GetForCheckout query);

 private:
  BasketRepository& baskets_;
  const Clock& clock_;
};

}  // namespace ddd::basket
