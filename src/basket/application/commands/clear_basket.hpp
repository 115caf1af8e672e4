#pragma once

#include <cstdint>
#include <optional>

#include <ddd/basket/application/basket_settings.hpp>
#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/views.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct ClearBasket {
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// The caller empties the basket and keeps it; without one, a new and empty one is the answer. Error: `basket.stale`.
class ClearBasketHandler {
 public:
  ClearBasketHandler(BasketRepository& baskets, const BasketSettings& settings, const Clock& clock, IdSource& ids)
      : baskets_(baskets), settings_(settings), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<BasketView>> handle(const CallContext& call, ClearBasket command);

 private:
  [[nodiscard]] Task<Result<BasketView>> attempt(const CallContext& call, UserId user_id, const ClearBasket& command);

  BasketRepository& baskets_;
  const BasketSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::basket
