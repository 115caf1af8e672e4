#pragma once

#include <cstdint>
#include <set>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::product {

/// Which products a basket holds after one of its changes.
struct BasketContents {
  BasketId basket_id;
  std::int64_t sequence = 0;  ///< of the change among those of the basket: an older one tells nothing new
  std::set<ProductId> products;
};

/// In how many baskets each product lies: what people are about to buy. Never an effect on stock.
class BasketDemand {
 public:
  virtual ~BasketDemand() = default;
  /// Puts the contents in place of those told before, with what SaveContext says beside them; false, and nothing is
  /// written, when something at least as new was told already. Baskets that are empty are forgotten after a week.
  [[nodiscard]] virtual Task<Result<bool>> replace(BasketContents contents, SaveContext context) = 0;
};

}  // namespace ddd::product
