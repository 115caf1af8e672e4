#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::contracts {

struct HeldBasketItem {
  ProductId product_id;
  std::int64_t quantity = 0;
  Money unit_price;
  Timestamp added_at;
};

struct HeldBasket {
  BasketId basket_id;
  std::vector<HeldBasketItem> items;
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp expires_at;
};

/// What the basket context holds of a person, for whoever answers that person. Error: `auth.internal_only` without the
/// user service's identity.
class BasketDataApi {
 public:
  virtual ~BasketDataApi() = default;
  /// Nothing for a user without a basket; one whose time is over counts until it is removed.
  [[nodiscard]] virtual Task<Result<std::optional<HeldBasket>>> held_of(const CallContext& call, UserId user_id) = 0;
};

}  // namespace ddd::contracts
