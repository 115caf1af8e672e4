#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::contracts {

struct CheckoutLine {
  ProductId product_id;
  std::int64_t quantity = 0;
};

struct CheckoutBasket {
  BasketId basket_id;
  std::int64_t version = 0;
  std::vector<CheckoutLine> lines;  ///< empty: an empty basket
};

/// What the basket context offers to other contexts: ddd.basket.v1's internal calls. Error: `auth.internal_only`
/// without a service identity.
class BasketApi {
 public:
  virtual ~BasketApi() = default;
  /// The user's basket as it stands. With `basket_id` it must be that one. Error: `basket.not_found`, also for somebody
  /// else's.
  [[nodiscard]] virtual Task<Result<CheckoutBasket>> get_for_checkout(const CallContext& call, UserId user_id,
                                                                      std::optional<BasketId> basket_id) = 0;
};

}  // namespace ddd::contracts
