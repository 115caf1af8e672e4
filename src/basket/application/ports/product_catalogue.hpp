#pragma once

#include <vector>

#include <ddd/basket/domain/offer.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

/// Names, prices and stock, as the product context has them now.
class ProductCatalogue {
 public:
  virtual ~ProductCatalogue() = default;
  /// The offers of those of `ids` that exist, in no particular order; without ids it asks nobody. At most
  /// Basket::kMostLines + 1 ids.
  [[nodiscard]] virtual Task<Result<std::vector<Offer>>> find_many(const CallContext& call,
                                                                   std::vector<ProductId> ids) = 0;
};

}  // namespace ddd::basket
