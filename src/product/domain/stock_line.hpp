#pragma once

#include <cstdint>

#include <ddd/kernel/ids.hpp>

namespace ddd::product {

/// So many units of one product.
struct StockLine {
  ProductId product_id;
  std::int64_t quantity = 0;

  friend auto operator<=>(const StockLine&, const StockLine&) = default;
};

}  // namespace ddd::product
