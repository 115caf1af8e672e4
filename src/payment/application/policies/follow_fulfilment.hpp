#pragma once

#include <functional>
#include <optional>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/fulfilment_repository.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Another context has done its part of a sale, says an event.
struct PartFulfilled {
  PaymentId payment_id;
  std::optional<ProductId> product_id;  ///< whose units have left the stock; none: the basket was cleared
  InboxEntry event;
};

/// Another context can't do its part of a sale, says an event.
struct PartFailed {
  PaymentId payment_id;
  std::string code;
  InboxEntry event;
};

enum class Following {
  done,
  nothing_new,
};

/// Notes it, and closes the record with the last part; a failure makes the watch alert at once. A completed payment
/// stays completed: its money is taken. Error: `store.duplicate_event`.
class FollowFulfilmentHandler {
 public:
  FollowFulfilmentHandler(FulfilmentRepository& fulfilments, const Clock& clock)
      : fulfilments_(fulfilments), clock_(clock) {}

  [[nodiscard]] Task<Result<Following>> handle(const CallContext& call, PartFulfilled fact);
  [[nodiscard]] Task<Result<Following>> handle(const CallContext& call, PartFailed fact);

 private:
  /// `change` gives whether it changed anything.
  using Change = std::function<bool(Fulfilment&, Timestamp)>;
  [[nodiscard]] Task<Result<Following>> attempt(const CallContext& call, const PaymentId& id, const InboxEntry& event,
                                                const Change& change);

  FulfilmentRepository& fulfilments_;
  const Clock& clock_;
};

}  // namespace ddd::payment
