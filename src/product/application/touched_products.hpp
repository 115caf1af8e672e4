#pragma once

#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/product/domain/reservation_order.hpp>

namespace ddd::product {

/// The products whose stock an order may have changed.
[[nodiscard]] inline std::vector<ProductId> touched_products(const StockBooks& books) {
  std::vector<ProductId> ids;
  ids.reserve(books.stocks.size());
  for (const auto& stock : books.stocks) ids.push_back(stock.product_id());
  return ids;
}

}  // namespace ddd::product
