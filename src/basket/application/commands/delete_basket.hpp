#pragma once

#include <cstdint>
#include <optional>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct DeleteBasket {
  std::optional<UserId> of_user;                 ///< for administrators; nothing: the caller's own
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// A basket goes, with all that is in it; the next use starts a new one. Errors: `basket.not_found`, `basket.stale`.
class DeleteBasketHandler {
 public:
  DeleteBasketHandler(BasketRepository& baskets, const Clock& clock) : baskets_(baskets), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, DeleteBasket command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, UserId user_id, const DeleteBasket& command);

  BasketRepository& baskets_;
  const Clock& clock_;
};

}  // namespace ddd::basket
