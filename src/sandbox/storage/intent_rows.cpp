#include <stdexcept>

#include <ddd/platform/context/save_context.hpp>
#include <ddd/sandbox/storage/intent_rows.hpp>
#include <ddd/sandbox/storage/metadata_text.hpp>

namespace ddd::sandbox {
namespace {

template <class Value>
Value known(std::optional<Value> value) {
  if (!value) throw std::logic_error("sandbox.db holds a value that this release does not know");
  return *std::move(value);
}

std::optional<PaymentError> read_error(const sqlite::Query& row) {
  if (row.is_null(12)) return std::nullopt;
  return PaymentError{.code = row.string(12),
                      .decline_code = row.string(13),
                      .message = row.string(14),
                      .payment_method = row.string(15)};
}

std::optional<ChargeId> read_charge(const sqlite::Query& row) {
  if (row.is_null(7)) return std::nullopt;
  return ChargeId::restore(row.string(7));
}

template <class Member>
std::optional<std::string> member_of(const std::optional<PaymentError>& error, Member member) {
  if (!error) return std::nullopt;
  return (*error).*member;
}

int insert(sqlite::Connection& connection, const PaymentIntent::Snapshot& s) {
  return connection.execute(
      R"(INSERT INTO payment_intents (id, version, status, amount, currency, capture_method, payment_method, latest_charge,
           client_secret, description, metadata, return_url, cancellation_reason, created_at)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))",
      s.id, to_text(s.status), s.amount.minor_units(), s.amount.currency().code(), to_text(s.capture_method),
      s.payment_method, s.latest_charge, s.client_secret, s.description, to_json(s.metadata), s.return_url,
      s.cancellation_reason, s.created_at);
}

int update(sqlite::Connection& connection, const PaymentIntent::Snapshot& s) {
  return connection.execute(
      R"(UPDATE payment_intents SET version = version + 1, status = ?3, payment_method = ?4, latest_charge = ?5,
           return_url = ?6, error_code = ?7, error_decline_code = ?8, error_message = ?9, error_payment_method = ?10,
           cancellation_reason = ?11, canceled_at = ?12, hold_ends_at = ?13, action_token = ?14,
           refunded = ?15
         WHERE id = ?1 AND version = ?2)",
      s.id, s.version, to_text(s.status), s.payment_method, s.latest_charge, s.return_url,
      member_of(s.last_error, &PaymentError::code), member_of(s.last_error, &PaymentError::decline_code),
      member_of(s.last_error, &PaymentError::message), member_of(s.last_error, &PaymentError::payment_method),
      s.cancellation_reason, s.canceled_at, s.hold_ends_at, s.action_token, s.refunded);
}

}  // namespace

PaymentIntent::Snapshot read_intent(const sqlite::Query& row) {
  return {.id = IntentId::restore(row.string(0)),
          .amount = Money(row.integer(3), known(Currency::from_code(row.text(4)))),
          .capture_method =
              row.text(5) == to_text(CaptureMethod::manual) ? CaptureMethod::manual : CaptureMethod::automatic,
          .status = known(intent_status(row.text(2))),
          .payment_method = row.string(6),
          .latest_charge = read_charge(row),
          .client_secret = row.string(8),
          .description = row.string(9),
          .metadata = metadata_of(row.text(10)),
          .return_url = row.string(11),
          .action_token = row.string(20),
          .last_error = read_error(row),
          .cancellation_reason = row.string(16),
          .created_at = row.timestamp(17),
          .canceled_at = row.maybe_timestamp(18),
          .hold_ends_at = row.maybe_timestamp(19),
          .refunded = row.integer(21),
          .version = row.integer(1)};
}

Result<> write_intent(sqlite::Connection& connection, const PaymentIntent::Snapshot& intent) {
  const int written = intent.version == 0 ? insert(connection, intent) : update(connection, intent);
  if (written == 0) return Refused(store_errors::version_conflict());
  return {};
}

}  // namespace ddd::sandbox
