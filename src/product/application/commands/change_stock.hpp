#pragma once

#include <cstdint>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/ports/product_views.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>
#include <ddd/product/application/views.hpp>

namespace ddd::product {

struct ChangeStock {
  enum class How { set, increase, reduce };

  ProductId id;
  How how = How::set;
  std::int64_t amount = 0;  ///< units: absolute on hand for `set`
  std::string reason;       ///< at most 255 characters
  Render<ProductView> render = nullptr;
};

/// An administrator counts, receives or takes out stock. Errors: `product.not_found`, `product.invalid_amount`,
/// `product.stock_reserved`, `product.insufficient_stock`, `product.invalid` (the reason is too long).
class ChangeStockHandler {
 public:
  ChangeStockHandler(StockRepository& stocks, ProductViews& views, CatalogueChanges& changes, const Clock& clock,
                     IdSource& ids)
      : stocks_(stocks), views_(views), changes_(changes), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<ProductView>> handle(const CallContext& call, ChangeStock command);

 private:
  [[nodiscard]] Task<Result<ProductView>> attempt(const CallContext& call, const ChangeStock& command);

  StockRepository& stocks_;
  ProductViews& views_;
  CatalogueChanges& changes_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::product
