#pragma once

#include <ddd/basket/application/ports/checkout_marks.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

/// A payment of a basket began, says an event.
struct CheckoutBegan {
  BasketId basket_id;
  PaymentId payment_id;
  Timestamp at;
  InboxEntry event;
};
/// A payment came to whatever end, says an event.
struct CheckoutEnded {
  PaymentId payment_id;
  InboxEntry event;
};

/// Keeps in mind which baskets are being paid. Error: `store.duplicate_event`.
class MarkCheckoutHandler {
 public:
  MarkCheckoutHandler(CheckoutMarks& marks, const Clock& clock) : marks_(marks), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, CheckoutBegan fact);
  [[nodiscard]] Task<Result<>> handle(const CallContext& call, CheckoutEnded fact);

 private:
  [[nodiscard]] SaveContext saving(const CallContext& call, InboxEntry event) const;

  CheckoutMarks& marks_;
  const Clock& clock_;
};

}  // namespace ddd::basket
