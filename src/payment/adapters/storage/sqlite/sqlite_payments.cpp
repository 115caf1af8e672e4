#include <stdexcept>

#include <ddd/payment/adapters/events/publish.hpp>
#include <ddd/payment/adapters/storage/sqlite/payment_row.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payments.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;

std::optional<ClaimedPayment> read_with_tries(Connection& connection, const PaymentId& id) {
  static const std::string kSelect = "SELECT " + std::string(kPaymentColumns) + ", tries FROM payments WHERE id = ?1";
  auto row = connection.query(kSelect, id);
  if (!row.next()) return std::nullopt;
  return ClaimedPayment{.payment = Payment::restore(read_payment(connection, row)),
                        .tries = static_cast<int>(row.integer(kAfterPayment))};
}

/// The payment of this basket version that was not abandoned, if there is one.
std::optional<PaymentId> payment_of_basket(Connection& connection, const Payment::Snapshot& payment) {
  if (!payment.basket) return std::nullopt;
  auto row = connection.query(
      R"(SELECT id FROM payments WHERE user_id = ?1 AND basket_id = ?2 AND basket_version = ?3
           AND state NOT IN ('cancelled', 'expired', 'failed'))",
      payment.user_id, payment.basket->id, payment.basket->version);
  return row.next() ? std::optional(PaymentId::restore(row.string(0))) : std::nullopt;
}

/// False while someone else holds the lease, or when there is no such payment.
bool take_lease(Connection& connection, const PaymentId& id, const std::string& owner, Timestamp now, Timestamp until) {
  return connection.execute(
             R"(UPDATE payments SET lease_owner = ?2, lease_until = ?4, woken_at = NULL
                WHERE id = ?1 AND (lease_owner = '' OR lease_owner = ?2 OR lease_until <= ?3))",
             id, owner, now, until) == 1;
}

std::vector<PaymentId> due_payments(Connection& connection, Timestamp now, std::size_t limit) {
  std::vector<PaymentId> ids;
  auto row = connection.query(
      R"(SELECT id FROM payments WHERE next_action_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1)
         ORDER BY next_action_at LIMIT ?2)",
      now, limit);
  while (row.next()) ids.push_back(PaymentId::restore(row.string(0)));
  return ids;
}

/// Takes the lease of a payment that is due. A row that no release of ours would write is noted and put off, so that it
/// stands in nobody's way.
void claim_one(Connection& connection, const PaymentId& id, const std::string& owner, Timestamp now, Timestamp until,
               DuePayments& due) {
  try {
    auto claimed = read_with_tries(connection, id);
    if (!claimed) return;
    take_lease(connection, id, owner, now, until);
    due.payments.push_back(*std::move(claimed));
  } catch (const std::logic_error&) {
    connection.execute("UPDATE payments SET next_action_at = ?2 WHERE id = ?1", id,
                       now + PaymentRepository::kUnreadableFor);
    due.unreadable.push_back(id);
  }
}

}  // namespace

Task<Result<Payment>> SqlitePayments::find(PaymentId id) {
  auto read = [&](Connection& connection) -> Result<Payment> {
    auto found = read_with_tries(connection, id);
    if (!found) return Refused(errors::not_found());
    return std::move(found->payment);
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqlitePayments::add(Payment& payment, Schedule schedule, SaveContext context) {
  auto events = stamp(outgoing(payment), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([payment, schedule = std::move(schedule), events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    // The key first: a repeat of the same request is told of that one's answer, not of a clash with itself.
    DDD_CHECK(sqlite::write_effects(connection, context, events));
    if (const auto other = payment_of_basket(connection, payment.state())) return Refused(errors::already_open(*other));
    insert_payment(connection, payment, schedule);
    append_history(connection, payment, context.now);
    return {};
  }));
  payment.mark_saved();
  co_return Result<>{};
}

Task<Result<>> SqlitePayments::save(Payment& payment, Schedule schedule, SaveContext context) {
  auto events = stamp(outgoing(payment), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([payment, schedule = std::move(schedule), events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    if (!update_payment(connection, payment, schedule)) return Refused(store_errors::version_conflict());
    append_history(connection, payment, context.now);
    return sqlite::write_effects(connection, context, events);
  }));
  payment.mark_saved();
  co_return Result<>{};
}

Task<Result<ClaimedPayment>> SqlitePayments::claim(PaymentId id, std::string owner, Timestamp now, Timestamp until) {
  co_return co_await database_.writer().write(
      [id = std::move(id), owner = std::move(owner), now, until](Connection& connection) -> Result<ClaimedPayment> {
        const bool taken = take_lease(connection, id, owner, now, until);
        auto found = read_with_tries(connection, id);
        if (!found) return Refused(errors::not_found());
        if (!taken) return Refused(errors::in_progress());
        return *std::move(found);
      });
}

Task<Result<DuePayments>> SqlitePayments::claim_due(std::string owner, Timestamp now, Timestamp until,
                                                    std::size_t limit) {
  co_return co_await database_.writer().write(
      [owner = std::move(owner), now, until, limit](Connection& connection) -> Result<DuePayments> {
        DuePayments due;
        for (const auto& id : due_payments(connection, now, limit)) {
          claim_one(connection, id, owner, now, until, due);
        }
        return due;
      });
}

Task<Result<>> SqlitePayments::release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) {
  co_return co_await database_.writer().write(
      [id = std::move(id), owner = std::move(owner), next_action_at, tries](Connection& connection) -> Result<> {
        connection.execute(
            R"(UPDATE payments SET lease_owner = '', lease_until = NULL, tries = ?4, woken_at = NULL,
                 next_action_at = CASE
                   WHEN woken_at IS NOT NULL
                     AND (woken_at < ?3 OR (?3 IS NULL AND EXISTS (SELECT 1 FROM refunds WHERE payment_id = ?1)))
                     AND NOT (state IN ('stock_reserved', 'intent_created') AND payment_method = '')
                   THEN woken_at ELSE ?3 END
               WHERE id = ?1 AND lease_owner = ?2)",
            id, owner, next_action_at, tries);
        return {};
      });
}

Task<Result<>> SqlitePayments::release_all(Timestamp now) {
  co_return co_await database_.writer().write([now](Connection& connection) -> Result<> {
    connection.execute(
        R"(UPDATE payments SET lease_owner = '', lease_until = NULL,
             next_action_at = CASE
               WHEN state IN ('completed', 'partially_refunded', 'refunded', 'cancelled', 'expired', 'failed')
                 AND next_action_at IS NULL
               THEN NULL ELSE ?1 END
           WHERE lease_until IS NOT NULL)",
        now);
    return {};
  });
}

Task<Result<bool>> SqlitePayments::record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) {
  co_return co_await database_.writer().write([event_id = std::move(event_id), type = std::move(type),
                                               intent_id = std::move(intent_id),
                                               now](Connection& connection) -> Result<bool> {
    const int written = connection.execute(
        R"(INSERT INTO payment_webhooks (event_id, type, intent_id, received_at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT DO NOTHING)",
        event_id, type, intent_id, now);
    if (written == 0) return false;
    connection.execute(
        R"(UPDATE payments SET next_action_at = ?2, woken_at = CASE WHEN lease_until IS NULL THEN NULL ELSE ?2 END
           WHERE intent_id = ?1 AND intent_id <> ''
             AND (state NOT IN ('completed', 'partially_refunded', 'refunded', 'cancelled', 'expired', 'failed')
                  OR (?3 AND state IN ('completed', 'partially_refunded', 'refunded')))
             AND NOT (state IN ('stock_reserved', 'intent_created') AND payment_method = ''))",
        intent_id, now, tells_of_refund(type));
    return true;
  });
}

}  // namespace ddd::payment
