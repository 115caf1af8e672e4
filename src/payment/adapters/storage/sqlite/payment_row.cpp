#include <stdexcept>

#include <ddd/payment/adapters/storage/sqlite/payment_row.hpp>
#include <ddd/payment/adapters/storage/sqlite/refund_row.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_fulfilments.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;
using sqlite::Query;

Currency read_currency(std::string_view code) {
  const auto currency = Currency::from_code(code);
  if (!currency) throw std::logic_error("payments.currency holds no known currency");
  return *currency;
}

PaymentState read_state(std::string_view text) {
  const auto state = payment_state_from(text);
  if (!state) throw std::logic_error("payments holds no known state");
  return *state;
}

std::vector<Line> read_lines(Connection& connection, const PaymentId& id, Currency currency) {
  std::vector<Line> lines;
  auto row = connection.query(
      "SELECT product_id, name, quantity, unit_price FROM payment_lines WHERE payment_id = ?1 ORDER BY position", id);
  while (row.next()) {
    lines.push_back({.product_id = ProductId(static_cast<std::uint64_t>(row.integer(0))),
                     .name = row.string(1),
                     .quantity = row.integer(2),
                     .unit_price = Money(row.integer(3), currency)});
  }
  return lines;
}

KeyNumbers read_keys(const Query& row) {
  return {.create = static_cast<int>(row.integer(29)),
          .capture = static_cast<int>(row.integer(30)),
          .cancel = static_cast<int>(row.integer(31))};
}

void insert_lines(Connection& connection, const Payment::Snapshot& payment) {
  int position = 0;
  for (const auto& line : payment.lines) {
    connection.execute(
        R"(INSERT INTO payment_lines (payment_id, position, product_id, name, quantity, unit_price)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
        payment.id, position++, line.product_id, line.name, line.quantity, line.unit_price.minor_units());
  }
}

std::optional<std::string_view> end_of(const Payment::Snapshot& payment) {
  return payment.abandonment ? std::optional(to_text(payment.abandonment->end)) : std::nullopt;
}
std::optional<std::string_view> reason_of(const Payment::Snapshot& payment) {
  return payment.abandonment ? std::optional<std::string_view>(payment.abandonment->reason) : std::nullopt;
}

void insert_transitions(Connection& connection, const Payment& payment) {
  for (const auto& transition : payment.transitions()) {
    connection.execute(
        R"(INSERT INTO payment_transitions (payment_id, sequence, from_state, to_state, at, reason)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
        payment.id(), transition.sequence, transition.from ? std::optional(to_text(*transition.from)) : std::nullopt,
        to_text(transition.to), transition.at, transition.reason);
  }
}

void insert_gateway_calls(Connection& connection, const Payment& payment) {
  for (const auto& call : payment.prepared()) {
    connection.execute(
        R"(INSERT INTO gateway_calls (key, payment_id, operation, attempt, parameters, prepared_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
        call.key, payment.id(), to_text(call.operation), call.attempt, call.parameters, call.prepared_at);
  }
}

void insert_bookings(Connection& connection, const Payment& payment, Timestamp now) {
  for (const auto& booking : payment.bookings()) {
    for (const auto& entry : booking.entries) {
      connection.execute(
          R"(INSERT INTO ledger_entries (payment_id, cause, account, side, amount, currency, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))",
          payment.id(), booking.cause, entry.account, entry.side == LedgerEntry::Side::debit ? "debit" : "credit",
          entry.amount.minor_units(), entry.amount.currency().code(), now);
    }
  }
}

}  // namespace

Payment::Snapshot read_payment(Connection& connection, const Query& row) {
  auto id = PaymentId::restore(row.string(0));
  const auto currency = read_currency(row.text(6));
  auto lines = read_lines(connection, id, currency);
  Payment::Snapshot payment{.id = std::move(id),
                            .user_id = UserId(static_cast<std::uint64_t>(row.integer(1))),
                            .order_id = row.string(2),
                            .basket = std::nullopt,
                            .lines = std::move(lines),
                            .amount = Money(row.integer(5), currency),
                            .state = read_state(row.text(7)),
                            .uncertain_since = row.maybe_timestamp(8),
                            .payment_method = row.string(9),
                            .return_url = row.string(10),
                            .intent_id = row.string(11),
                            .client_secret = row.string(12),
                            .action_url = row.string(13),
                            .decline_code = row.string(14),
                            .failure_reason = row.string(15),
                            .attempt = static_cast<int>(row.integer(16)),
                            .create_prepared = row.boolean(17),
                            .cancel_prepared = row.boolean(18),
                            .keys = read_keys(row),
                            .prepared_at = row.maybe_timestamp(32),
                            .abandonment = std::nullopt,
                            .dispute_id = row.string(33),
                            .dispute_status = row.string(34),
                            .refunded = row.integer(21),
                            .version = row.integer(22),
                            .event_sequence = row.integer(23),
                            .transition_sequence = row.integer(24),
                            .created_at = row.timestamp(25),
                            .updated_at = row.timestamp(26),
                            .completed_at = row.maybe_timestamp(27),
                            .expires_at = row.timestamp(28)};
  if (!row.is_null(3)) payment.basket = BasketSnapshot{BasketId::restore(row.string(3)), row.integer(4)};
  if (is_sold(payment.state)) payment.refunds = read_refunds(connection, payment.id);
  if (!row.is_null(19)) payment.abandonment = Abandonment{read_state(row.text(19)), row.string(20)};
  return payment;
}

void insert_payment(Connection& connection, const Payment& payment, const Schedule& schedule) {
  const auto& p = payment.state();
  connection.execute(
      R"(INSERT INTO payments (id, user_id, order_id, basket_id, basket_version, amount, currency, state, uncertain_since,
           payment_method, return_url, intent_id, client_secret, action_url, decline_code, failure_reason, attempt,
           create_prepared, cancel_prepared, abandonment_end, abandonment_reason, refunded, version, event_sequence,
           transition_sequence, created_at, updated_at, completed_at, expires_at, lease_owner, lease_until, next_action_at,
           tries, prepared_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, 1,
           ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33))",
      p.id, p.user_id, p.order_id, p.basket ? std::optional(p.basket->id) : std::nullopt,
      p.basket ? std::optional(p.basket->version) : std::nullopt, p.amount.minor_units(), p.amount.currency().code(),
      to_text(p.state), p.uncertain_since, p.payment_method, p.return_url, p.intent_id, p.client_secret, p.action_url,
      p.decline_code, p.failure_reason, p.attempt, p.create_prepared, p.cancel_prepared, end_of(p), reason_of(p),
      p.refunded, payment.events().last(), p.transition_sequence, p.created_at, p.updated_at, p.completed_at,
      p.expires_at, schedule.lease_owner, schedule.lease_until, schedule.next_action_at, schedule.tries, p.prepared_at);
  insert_lines(connection, p);
}

bool update_payment(Connection& connection, const Payment& payment, const Schedule& schedule) {
  const auto& p = payment.state();
  // Whoever waits for the buyer's method need not hear what the provider says of the one before.
  const bool heeds_a_call = schedule.lease_owner.empty() && !payment.waits_for_method();
  return connection.execute(
             R"(UPDATE payments SET state = ?3, uncertain_since = ?4, payment_method = ?5, return_url = ?6, intent_id = ?7,
                  client_secret = ?8, action_url = ?9, decline_code = ?10, failure_reason = ?11, attempt = ?12,
                  create_prepared = ?13, cancel_prepared = ?14, abandonment_end = ?15, abandonment_reason = ?16,
                  refunded = ?17, version = version + 1, event_sequence = ?18, transition_sequence = ?19, updated_at = ?20,
                  completed_at = ?21, lease_owner = ?22, lease_until = ?23, tries = ?25, create_key = ?26,
                  capture_key = ?27, cancel_key = ?28, prepared_at = ?29, dispute_id = ?30, dispute_status = ?31,
                  next_action_at = CASE
                    WHEN ?32 AND woken_at IS NOT NULL
                      AND (woken_at < ?24 OR (?24 IS NULL AND EXISTS (SELECT 1 FROM refunds WHERE payment_id = ?1)))
                    THEN woken_at ELSE ?24 END,
                  woken_at = CASE WHEN ?22 = '' THEN NULL ELSE woken_at END
                WHERE id = ?1 AND version = ?2)",
             p.id, p.version, to_text(p.state), p.uncertain_since, p.payment_method, p.return_url, p.intent_id,
             p.client_secret, p.action_url, p.decline_code, p.failure_reason, p.attempt, p.create_prepared,
             p.cancel_prepared, end_of(p), reason_of(p), p.refunded, payment.events().last(), p.transition_sequence,
             p.updated_at, p.completed_at, schedule.lease_owner, schedule.lease_until, schedule.next_action_at,
             schedule.tries, p.keys.create, p.keys.capture, p.keys.cancel, p.prepared_at, p.dispute_id,
             p.dispute_status, heeds_a_call) == 1;
}

void append_history(Connection& connection, const Payment& payment, Timestamp now) {
  insert_transitions(connection, payment);
  insert_gateway_calls(connection, payment);
  insert_bookings(connection, payment, now);
  write_refunds(connection, payment);
  if (completes(payment)) insert_fulfilment(connection, Fulfilment::open(payment.state(), now));
}

}  // namespace ddd::payment
