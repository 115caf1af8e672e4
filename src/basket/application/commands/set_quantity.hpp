#pragma once

#include <cstdint>
#include <optional>

#include <ddd/basket/application/basket_settings.hpp>
#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/ports/product_catalogue.hpp>
#include <ddd/basket/application/views.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct SetQuantity {
  ProductId product_id;
  std::int64_t quantity = 0;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// The caller says how many units of a product that is in the basket there shall be. Errors: `basket.item_not_found`,
/// `product.not_found`, `basket.stale` and those of Basket::set_quantity.
class SetQuantityHandler {
 public:
  SetQuantityHandler(BasketRepository& baskets, ProductCatalogue& catalogue, const BasketSettings& settings,
                     const Clock& clock)
      : baskets_(baskets), catalogue_(catalogue), settings_(settings), clock_(clock) {}

  [[nodiscard]] Task<Result<BasketView>> handle(const CallContext& call, SetQuantity command);

 private:
  [[nodiscard]] Task<Result<BasketView>> attempt(const CallContext& call, UserId user_id, const SetQuantity& command);

  BasketRepository& baskets_;
  ProductCatalogue& catalogue_;
  const BasketSettings& settings_;
  const Clock& clock_;
};

}  // namespace ddd::basket
