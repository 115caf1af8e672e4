#pragma once

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/product/application/ports/basket_demand.hpp>
#include <ddd/product/application/ports/view_counts.hpp>

namespace ddd::product {

/// The baskets that hold products, in product.db.
class SqliteBasketDemand final : public BasketDemand {
 public:
  explicit SqliteBasketDemand(sqlite::Database& database) : database_(database) {}

  [[nodiscard]] Task<Result<bool>> replace(BasketContents contents, SaveContext context) override;

 private:
  sqlite::Database& database_;
};

/// The views of products, in product.db.
class SqliteViewCounts final : public ViewCounts {
 public:
  explicit SqliteViewCounts(sqlite::Database& database) : database_(database) {}

  [[nodiscard]] Task<Result<>> add(std::vector<ProductViewed> views) override;

 private:
  sqlite::Database& database_;
};

}  // namespace ddd::product
