#include <limits>

#include <ddd/platform/context/save_context.hpp>
#include <ddd/sandbox/application/ports/event_store.hpp>
#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/storage/intent_rows.hpp>
#include <ddd/sandbox/storage/refund_rows.hpp>
#include <ddd/sandbox/storage/sqlite_intent_store.hpp>

namespace ddd::sandbox {
namespace {

using sqlite::Connection;

constexpr std::int64_t kBehindTheLast = std::numeric_limits<std::int64_t>::max();

std::string selecting(std::string_view rest) {
  return std::string(kSelectIntents).append(rest);
}

/// The row before which a list begins.
Result<std::int64_t> row_of(Connection& connection, const std::optional<IntentId>& after) {
  if (!after) return kBehindTheLast;
  auto row = connection.query("SELECT row FROM payment_intents WHERE id = ?1", *after);
  if (!row.next()) return Refused(errors::intent_not_found());
  return row.integer(0);
}

void write_bank_entries(Connection& connection, const PaymentIntent& intent) {
  const auto& metadata = intent.state().metadata;
  const auto payment_id = metadata.find("payment_id");
  for (const auto& entry : intent.bank_entries()) {
    connection.execute(
        R"(INSERT INTO bank_ledger (kind, intent, charge, payment_id, amount, currency, at, refund, refund_id)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, ''), nullif(?9, '')))",
        to_text(entry.kind), entry.intent, entry.charge,
        payment_id == metadata.end() ? std::nullopt : std::optional(payment_id->second), entry.amount.minor_units(),
        entry.amount.currency().code(), entry.at, entry.refund, entry.refund_id);
  }
}

void write_event(Connection& connection, const EventRecord& event, bool sends_events) {
  const auto delivery = sends_events ? Delivery::pending : Delivery::none;
  connection.execute(
      R"(INSERT INTO events (id, type, object, request_id, idempotency_key, created_at, delivery, next_try_at, traceparent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))",
      event.id, event.type, event.object, event.request_id, event.idempotency_key, event.created_at, to_text(delivery),
      sends_events ? std::optional(event.created_at) : std::nullopt, event.traceparent);
}

Result<> write_key(Connection& connection, const KeyRecord& record) {
  // A record that may be forgotten makes room for the new one, whether or not it was pruned yet.
  const int written = connection.execute(
      R"(INSERT INTO idempotency_keys (key, fingerprint, status, body, request_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
           request_id = excluded.request_id, created_at = excluded.created_at
         WHERE idempotency_keys.created_at <= ?7)",
      record.key, record.fingerprint, record.status, record.body, record.request_id, record.created_at,
      record.created_at - kKeyLife);
  if (written == 0) return Refused(store_errors::duplicate_key());
  return {};
}

}  // namespace

Task<Result<std::optional<KeyRecord>>> SqliteIntentStore::find_key(std::string key) {
  auto read = [&](Connection& connection) -> Result<std::optional<KeyRecord>> {
    auto row = connection.query(
        "SELECT fingerprint, status, body, request_id, created_at FROM idempotency_keys WHERE key = ?1", key);
    if (!row.next()) return std::nullopt;
    return KeyRecord{.key = key,
                     .fingerprint = row.string(0),
                     .status = static_cast<int>(row.integer(1)),
                     .body = row.string(2),
                     .request_id = row.string(3),
                     .created_at = row.timestamp(4)};
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<std::optional<PaymentIntent>>> SqliteIntentStore::find_intent(IntentId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<PaymentIntent>> {
    static const auto kById = selecting("WHERE id = ?1");
    auto row = connection.query(kById, id);
    if (!row.next()) return std::nullopt;
    return PaymentIntent::restore(read_intent(row));
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<std::optional<PaymentIntent>>> SqliteIntentStore::find_intent_by_action(std::string token) {
  auto read = [&](Connection& connection) -> Result<std::optional<PaymentIntent>> {
    static const auto kByAction = selecting("WHERE action_token = ?1 AND action_token <> ''");
    auto row = connection.query(kByAction, token);
    if (!row.next()) return std::nullopt;
    return PaymentIntent::restore(read_intent(row));
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<std::optional<PaymentMethod>>> SqliteIntentStore::find_method(std::string id) {
  if (auto method = find_test_method(id)) co_return method;
  auto read = [&](Connection& connection) -> Result<std::optional<PaymentMethod>> {
    auto row = connection.query("SELECT test_method FROM saved_methods WHERE id = ?1", id);
    if (!row.next()) return std::nullopt;
    auto method = find_test_method(row.text(0));
    if (method) method->id = id;
    return method;
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<Page<PaymentIntent::Snapshot, IntentId>>> SqliteIntentStore::list_intents(ListRange<IntentId> range) {
  using Intents = Page<PaymentIntent::Snapshot, IntentId>;
  co_return co_await file_.database().read([range = std::move(range)](Connection& connection) -> Result<Intents> {
    static const auto kRange = selecting("WHERE row < ?1 AND created_at >= ?2 ORDER BY row DESC LIMIT ?3");
    DDD_TRY(const auto before, row_of(connection, range.after));
    auto row = connection.query(kRange, before, range.since.value_or(Timestamp()), range.limit + 1);
    Intents page;
    while (row.next()) {
      if (page.items.size() == range.limit) {
        page.next = page.items.back().id;
        break;
      }
      page.items.push_back(read_intent(row));
    }
    return page;
  });
}

Task<Result<std::vector<IntentId>>> SqliteIntentStore::ended_holds(Timestamp now, std::size_t limit) {
  auto read = [&](Connection& connection) -> Result<std::vector<IntentId>> {
    std::vector<IntentId> ids;
    auto row = connection.query(
        "SELECT id FROM payment_intents WHERE hold_ends_at <= ?1 ORDER BY hold_ends_at LIMIT ?2", now, limit);
    while (row.next()) ids.push_back(IntentId::restore(row.string(0)));
    return ids;
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<>> SqliteIntentStore::save(Changes changes) {
  co_return co_await file_.database().writer().write(
      [changes = std::move(changes), sends_events = sends_events_](Connection& connection) -> Result<> {
        if (changes.key) DDD_CHECK(write_key(connection, *changes.key));
        if (changes.intent) {
          DDD_CHECK(write_intent(connection, changes.intent->state()));
          write_bank_entries(connection, *changes.intent);
        }
        if (changes.refund) DDD_CHECK(write_refund(connection, changes.refund->state()));
        for (const auto& event : changes.events) write_event(connection, event, sends_events);
        if (const auto& method = changes.method) {
          connection.execute("INSERT INTO saved_methods (id, test_method, created_at) VALUES (?1, ?2, ?3)", method->id,
                             method->test_method, method->created_at);
        }
        return {};
      });
}

Task<Result<std::size_t>> SqliteIntentStore::forget_keys(Timestamp before, std::size_t limit) {
  co_return co_await file_.database().writer().write([before, limit](Connection& connection) -> Result<std::size_t> {
    return static_cast<std::size_t>(connection.execute(
        R"(DELETE FROM idempotency_keys WHERE key IN
             (SELECT key FROM idempotency_keys WHERE created_at <= ?1 ORDER BY created_at LIMIT ?2))",
        before, limit));
  });
}

}  // namespace ddd::sandbox
