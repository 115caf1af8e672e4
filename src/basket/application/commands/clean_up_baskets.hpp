#pragma once

#include <cstddef>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct CleanUpBaskets {};

/// An administrator doesn't want to wait for the sweep. Gives how many baskets went, at most kMostAtOnce.
class CleanUpBasketsHandler {
 public:
  static constexpr std::size_t kMostAtOnce = 1000;

  CleanUpBasketsHandler(BasketRepository& baskets, const Clock& clock) : baskets_(baskets), clock_(clock) {}

  [[nodiscard]] Task<Result<std::size_t>> handle(const CallContext& call, CleanUpBaskets command);

 private:
  BasketRepository& baskets_;
  const Clock& clock_;
};

}  // namespace ddd::basket
