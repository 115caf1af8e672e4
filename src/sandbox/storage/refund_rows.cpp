#include <stdexcept>

#include <ddd/platform/context/save_context.hpp>
#include <ddd/sandbox/storage/metadata_text.hpp>
#include <ddd/sandbox/storage/refund_rows.hpp>

namespace ddd::sandbox {
namespace {

template <class Value>
Value known(std::optional<Value> value) {
  if (!value) throw std::logic_error("sandbox.db holds a value that this release does not know");
  return *std::move(value);
}

int insert(sqlite::Connection& connection, const Refund::Snapshot& s) {
  return connection.execute(
      R"(INSERT INTO refunds (id, version, intent, charge, amount, currency, reason, metadata, status, failure_reason,
           created_at, settles_at)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))",
      s.id, s.intent, s.charge, s.amount.minor_units(), s.amount.currency().code(), s.reason, to_json(s.metadata),
      to_text(s.status), s.failure_reason, s.created_at, s.settles_at);
}

int update(sqlite::Connection& connection, const Refund::Snapshot& s) {
  return connection.execute(
      R"(UPDATE refunds SET version = version + 1, status = ?3, failure_reason = ?4, settles_at = ?5
         WHERE id = ?1 AND version = ?2)",
      s.id, s.version, to_text(s.status), s.failure_reason, s.settles_at);
}

}  // namespace

Refund::Snapshot read_refund(const sqlite::Query& row) {
  return {.id = RefundId::restore(row.string(0)),
          .intent = IntentId::restore(row.string(2)),
          .charge = ChargeId::restore(row.string(3)),
          .amount = Money(row.integer(4), known(Currency::from_code(row.text(5)))),
          .reason = row.string(6),
          .metadata = metadata_of(row.text(7)),
          .status = known(refund_status(row.text(8))),
          .failure_reason = row.string(9),
          .created_at = row.timestamp(10),
          .settles_at = row.maybe_timestamp(11),
          .version = row.integer(1)};
}

Result<> write_refund(sqlite::Connection& connection, const Refund::Snapshot& refund) {
  const int written = refund.version == 0 ? insert(connection, refund) : update(connection, refund);
  if (written == 0) return Refused(store_errors::version_conflict());
  return {};
}

}  // namespace ddd::sandbox
