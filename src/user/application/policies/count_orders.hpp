#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/order_statistics.hpp>

namespace ddd::user {

/// A user's payment completed, says an event.
struct OrderPaid {
  UserId user_id;
  Timestamp at;
  InboxEntry event;
};

enum class OrderCounting {
  done,
  no_user,  ///< the account is gone
};

/// Counts what a user bought. Error: `store.duplicate_event`.
class CountOrdersHandler {
 public:
  CountOrdersHandler(OrderStatistics& orders, const Clock& clock) : orders_(orders), clock_(clock) {}

  [[nodiscard]] Task<Result<OrderCounting>> handle(const CallContext& call, OrderPaid fact);

 private:
  OrderStatistics& orders_;
  const Clock& clock_;
};

}  // namespace ddd::user
