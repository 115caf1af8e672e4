#pragma once

#include <ddd/payment/application/ports/fulfilment_repository.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::payment {

/// Inside a savepoint of the writer: the record of a payment that has just been completed.
void insert_fulfilment(sqlite::Connection& connection, const Fulfilment& fulfilment);

/// Fulfilments in payment.db. One per shard: `reader` is the shard's own connection.
class SqliteFulfilments final : public FulfilmentRepository {
 public:
  SqliteFulfilments(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<std::optional<Fulfilment>>> find(PaymentId id) override;
  [[nodiscard]] Task<Result<>> save(Fulfilment& fulfilment, SaveContext context) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::payment
