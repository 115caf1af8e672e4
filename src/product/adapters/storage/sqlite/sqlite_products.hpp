#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>
#include <ddd/product/application/ports/product_repository.hpp>

namespace ddd::product {

/// Products in product.db. One per shard: `reader` is the shard's own connection.
class SqliteProducts final : public ProductRepository {
 public:
  SqliteProducts(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<ProductId>> next_id() override;
  [[nodiscard]] Task<Result<Product>> find(ProductId id) override;
  [[nodiscard]] Task<Result<>> add(Product& product, Stock& stock, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Product& product, SaveContext context) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::product
