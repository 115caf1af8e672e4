#pragma once

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/domain/purchase.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::basket {

/// A basket was paid for, says an event.
struct BasketPaid {
  UserId user_id;
  BasketId basket_id;
  Purchase purchase;
  InboxEntry event;
};

enum class Subtraction {
  done,
  repeated,   ///< this payment was subtracted before, by another event
  no_basket,  ///< that basket is gone
};

/// When a payment completes, what it bought leaves the basket it was made of; what came in since stays. Once per
/// payment, however often and however late it is told. Error: `store.duplicate_event`.
class SubtractPaidLinesHandler {
 public:
  SubtractPaidLinesHandler(BasketRepository& baskets, const Clock& clock) : baskets_(baskets), clock_(clock) {}

  [[nodiscard]] Task<Result<Subtraction>> handle(const CallContext& call, BasketPaid fact);

 private:
  [[nodiscard]] Task<Result<Subtraction>> attempt(const CallContext& call, const BasketPaid& fact);

  BasketRepository& baskets_;
  const Clock& clock_;
};

}  // namespace ddd::basket
