#pragma once

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::payment {

/// The read side of payment.db. Lookups by key run on the shard's own connection, lists on the reader thread.
class SqlitePaymentViews final : public PaymentViews {
 public:
  SqlitePaymentViews(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<std::optional<PaymentView>>> find(PaymentId id) override;
  [[nodiscard]] Task<Result<PaymentPage>> list(PaymentListing listing) override;
  [[nodiscard]] Task<Result<std::optional<PaymentId>>> payment_of_intent(std::string intent_id) override;
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> cancellable(UserId user_id, std::size_t limit) override;
  [[nodiscard]] Task<Result<OverduePayments>> overdue(Timestamp uncertain_since, Timestamp unfulfilled_since,
                                                      std::size_t limit) override;
  [[nodiscard]] Task<Result<std::vector<DayTotal>>> day_totals(Timestamp from, Timestamp to) override;
  [[nodiscard]] Task<Result<TransitionPage>> transitions(PaymentId id, std::size_t limit,
                                                         std::optional<std::int64_t> after) override;
  // sqlite_refund_views.cpp
  [[nodiscard]] Task<Result<std::optional<RefundView>>> find_refund(RefundId id) override;
  [[nodiscard]] Task<Result<RefundPage>> list_refunds(RefundListing listing) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::payment
