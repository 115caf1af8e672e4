#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct ListTransitions {
  PaymentId id;
  std::size_t limit = 20;
  std::optional<std::int64_t> after;
};

/// A payment's story, oldest first, for its owner or an administrator. Error: `payment.not_found`.
class ListTransitionsHandler {
 public:
  explicit ListTransitionsHandler(PaymentViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<TransitionPage>> handle(const CallContext& call, ListTransitions query);

 private:
  PaymentViews& views_;
};

}  // namespace ddd::payment
