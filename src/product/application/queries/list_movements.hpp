#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

struct ListMovements {
  ProductId id;
  std::size_t limit = 20;
  std::optional<std::int64_t> before;
};

/// The stock ledger of a product, newest first, for administrators. Error: `product.not_found`.
class ListMovementsHandler {
 public:
  explicit ListMovementsHandler(ProductViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<MovementPage>> handle(const CallContext& call, ListMovements query);

 private:
  ProductViews& views_;
};

}  // namespace ddd::product
