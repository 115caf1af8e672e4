#pragma once

#include <cstddef>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct ExpireBaskets {
  std::size_t limit = 100;
};

/// The sweep that removes baskets whose time is over. Gives how many it removed.
class ExpireBasketsHandler {
 public:
  ExpireBasketsHandler(BasketRepository& baskets, const Clock& clock) : baskets_(baskets), clock_(clock) {}

  [[nodiscard]] Task<Result<std::size_t>> handle(const CallContext& call, ExpireBaskets command);

 private:
  BasketRepository& baskets_;
  const Clock& clock_;
};

}  // namespace ddd::basket
