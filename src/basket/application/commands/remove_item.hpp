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

struct RemoveItem {
  ProductId product_id;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// The caller takes a product out of the basket. Errors: `basket.item_not_found`, `basket.stale`.
class RemoveItemHandler {
 public:
  RemoveItemHandler(BasketRepository& baskets, ProductCatalogue& catalogue, const BasketSettings& settings,
                    const Clock& clock)
      : baskets_(baskets), catalogue_(catalogue), settings_(settings), clock_(clock) {}

  [[nodiscard]] Task<Result<BasketView>> handle(const CallContext& call, RemoveItem command);

 private:
  [[nodiscard]] Task<Result<BasketView>> attempt(const CallContext& call, UserId user_id, const RemoveItem& command);

  BasketRepository& baskets_;
  ProductCatalogue& catalogue_;
  const BasketSettings& settings_;
  const Clock& clock_;
};

}  // namespace ddd::basket
