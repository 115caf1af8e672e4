#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/order_statistics.hpp>
#include <ddd/user/application/ports/risk_repository.hpp>

namespace ddd::user {

/// What users bought, in user.db.
class SqliteOrderStatistics final : public OrderStatistics {
 public:
  explicit SqliteOrderStatistics(sqlite::Database& database) : database_(database) {}

  [[nodiscard]] Task<Result<bool>> add(UserId user_id, Timestamp ordered_at, SaveContext context) override;

 private:
  sqlite::Database& database_;
};

/// The risks of accounts, in user.db. `reader` is the shard's own connection.
class SqliteRisks final : public RiskRepository {
 public:
  SqliteRisks(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<Risk>> find(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Risk& risk, SaveContext context) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::user
