#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::payment {

/// Payments in payment.db. One per shard: `reader` is the shard's own connection.
class SqlitePayments final : public PaymentRepository {
 public:
  SqlitePayments(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<Payment>> find(PaymentId id) override;
  [[nodiscard]] Task<Result<>> add(Payment& payment, Schedule schedule, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Payment& payment, Schedule schedule, SaveContext context) override;
  [[nodiscard]] Task<Result<ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                   Timestamp until) override;
  [[nodiscard]] Task<Result<DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
                                                    std::size_t limit) override;
  [[nodiscard]] Task<Result<>> release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) override;
  [[nodiscard]] Task<Result<>> release_all(Timestamp now) override;
  [[nodiscard]] Task<Result<bool>> record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::payment
