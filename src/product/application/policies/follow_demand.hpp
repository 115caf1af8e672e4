#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/basket_demand.hpp>

namespace ddd::product {

/// A basket was changed, says an event.
struct BasketChanged {
  BasketContents contents;
  InboxEntry event;
};

enum class Following {
  done,
  stale,  ///< something newer of this basket was told before
};

/// Products count in how many baskets they lie. Error: `store.duplicate_event`.
class FollowDemandHandler {
 public:
  FollowDemandHandler(BasketDemand& demand, const Clock& clock) : demand_(demand), clock_(clock) {}

  [[nodiscard]] Task<Result<Following>> handle(const CallContext& call, BasketChanged fact);

 private:
  BasketDemand& demand_;
  const Clock& clock_;
};

}  // namespace ddd::product
