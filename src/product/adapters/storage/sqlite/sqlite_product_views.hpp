#pragma once

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

/// The read side of product.db. Lookups by key run on the shard's own connection, lists and search on the reader
/// thread.
class SqliteProductViews final : public ProductViews {
 public:
  SqliteProductViews(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<std::vector<ProductView>>> find_many(std::vector<ProductId> ids) override;
  [[nodiscard]] Task<Result<std::optional<ProductView>>> find_by_sku(std::string sku) override;
  [[nodiscard]] Task<Result<ProductPage>> list(ProductListing listing) override;
  [[nodiscard]] Task<Result<std::vector<CategoryView>>> categories() override;
  [[nodiscard]] Task<Result<MovementPage>> movements(ProductId id, std::size_t limit,
                                                     std::optional<std::int64_t> before) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::product
