#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product {

/// Stocks and reservations in product.db. One per shard.
class SqliteStocks final : public StockRepository {
 public:
  SqliteStocks(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<Stock>> find(ProductId id) override;
  [[nodiscard]] Task<Result<>> save(Stock& stock, SaveContext context) override;
  [[nodiscard]] Task<Result<StockBooks>> apply(ReservationOrder order, SaveContext context) override;
  [[nodiscard]] Task<Result<>> note_failure(StockConsumeFailed failure, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::product
