#include <stdexcept>

#include <ddd/payment/adapters/storage/sqlite/refund_row.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;

Currency read_currency(std::string_view code) {
  const auto currency = Currency::from_code(code);
  if (!currency) throw std::logic_error("refunds.currency holds no known currency");
  return *currency;
}

RefundStatus read_status(std::string_view text) {
  const auto status = refund_status_from(text);
  if (!status) throw std::logic_error("refunds.status holds no known status");
  return *status;
}

std::vector<ReturnedLine> read_lines(Connection& connection, const RefundId& id) {
  std::vector<ReturnedLine> lines;
  auto row =
      connection.query("SELECT product_id, quantity FROM refund_lines WHERE refund_id = ?1 ORDER BY product_id", id);
  while (row.next()) lines.push_back({ProductId(static_cast<std::uint64_t>(row.integer(0))), row.integer(1)});
  return lines;
}

void insert_refund(Connection& connection, const PaymentId& payment_id, const Refund& refund) {
  connection.execute(
      R"(INSERT INTO refunds (id, payment_id, amount, currency, reason, restock, status, uncertain_since, attempt,
           prepared_at, provider_id, failure_reason, version, created_at, succeeded_at, completed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16))",
      refund.id, payment_id, refund.amount.minor_units(), refund.amount.currency().code(), refund.reason,
      refund.restock, to_text(refund.status), refund.uncertain_since, refund.attempt, refund.prepared_at,
      refund.provider_id, refund.failure_reason, refund.version, refund.created_at, refund.succeeded_at,
      refund.completed_at);
  for (const auto& line : refund.lines) {
    connection.execute("INSERT INTO refund_lines (refund_id, product_id, quantity) VALUES (?1, ?2, ?3)", refund.id,
                       line.product_id, line.quantity);
  }
}

bool update_refund(Connection& connection, const Refund& refund) {
  return connection.execute(
             R"(UPDATE refunds SET status = ?2, uncertain_since = ?3, attempt = ?4, prepared_at = ?5, provider_id = ?6,
                  failure_reason = ?7, version = ?8, succeeded_at = ?9, completed_at = ?10 WHERE id = ?1)",
             refund.id, to_text(refund.status), refund.uncertain_since, refund.attempt, refund.prepared_at,
             refund.provider_id, refund.failure_reason, refund.version, refund.succeeded_at, refund.completed_at) == 1;
}

}  // namespace

Refund read_refund(Connection& connection, const sqlite::Query& row) {
  auto id = RefundId::restore(row.string(0));
  auto lines = read_lines(connection, id);
  return {.id = std::move(id),
          .amount = Money(row.integer(1), read_currency(row.text(2))),
          .reason = row.string(3),
          .restock = row.boolean(4),
          .lines = std::move(lines),
          .status = read_status(row.text(5)),
          .uncertain_since = row.maybe_timestamp(6),
          .attempt = static_cast<int>(row.integer(7)),
          .prepared_at = row.timestamp(8),
          .provider_id = row.string(9),
          .failure_reason = row.string(10),
          .version = row.integer(11),
          .created_at = row.timestamp(12),
          .succeeded_at = row.maybe_timestamp(13),
          .completed_at = row.maybe_timestamp(14)};
}

std::vector<Refund> read_refunds(Connection& connection, const PaymentId& payment_id) {
  static const std::string kSelect =
      "SELECT " + std::string(kRefundColumns) + " FROM refunds WHERE payment_id = ?1 ORDER BY created_at, id";
  std::vector<Refund> refunds;
  auto row = connection.query(kSelect, payment_id);
  while (row.next()) refunds.push_back(read_refund(connection, row));
  return refunds;
}

void write_refunds(Connection& connection, const Payment& payment) {
  for (const auto& id : payment.changed_refunds()) {
    const auto& refund = *payment.find_refund(id);
    // A new refund has its first version; the payment's own version keeps others out.
    if (refund.version > 1 && update_refund(connection, refund)) continue;
    insert_refund(connection, payment.id(), refund);
  }
}

}  // namespace ddd::payment
