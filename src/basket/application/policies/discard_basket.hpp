#pragma once

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::basket {

/// An account was closed, for good or for now, says an event.
struct AccountClosed {
  UserId user_id;
  Timestamp at;
  bool for_good = false;  ///< what else is held of the user goes too
  InboxEntry event;
};

enum class Discarding {
  done,
  no_basket,  ///< there is none, or only one that was begun after the account was opened again
};

/// The basket of a closed account goes, with all that is in it. Error: `store.duplicate_event`.
class DiscardBasketHandler {
 public:
  DiscardBasketHandler(BasketRepository& baskets, const Clock& clock) : baskets_(baskets), clock_(clock) {}

  [[nodiscard]] Task<Result<Discarding>> handle(const CallContext& call, AccountClosed fact);

 private:
  [[nodiscard]] Task<Result<Discarding>> attempt(const CallContext& call, const AccountClosed& fact);

  BasketRepository& baskets_;
  const Clock& clock_;
};

}  // namespace ddd::basket
