#pragma once

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/product/domain/product.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

/// Where products live. `save` and `add` write what SaveContext says beside the product, in one transaction, and its
/// errors.
class ProductRepository {
 public:
  virtual ~ProductRepository() = default;
  /// A number no product had before.
  [[nodiscard]] virtual Task<Result<ProductId>> next_id() = 0;
  /// Error: `product.not_found`, also for a deleted one.
  [[nodiscard]] virtual Task<Result<Product>> find(ProductId id) = 0;
  /// A new product with its opening stock. Error: `product.sku_taken`.
  [[nodiscard]] virtual Task<Result<>> add(Product& product, Stock& stock, SaveContext context) = 0;
  /// Error: `product.sku_taken`.
  [[nodiscard]] virtual Task<Result<>> save(Product& product, SaveContext context) = 0;
};

}  // namespace ddd::product
