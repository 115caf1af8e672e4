#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/page.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/sandbox/domain/idempotency.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>
#include <ddd/sandbox/domain/refund.hpp>

namespace ddd::sandbox {

/// An event as it is kept: what the webhook will tell, made with the change it tells of.
struct EventRecord {
  EventId id;
  std::string type;
  std::string object;           ///< the intent as it was then, in Stripe's JSON
  std::string request_id;       ///< of the request that caused it; empty if none did
  std::string idempotency_key;  ///< of that request; empty if it had none
  std::string traceparent;      ///< of that request; empty if it had none
  Timestamp created_at;
};

/// A payment method that was saved from a test token.
struct SavedMethod {
  std::string id;
  std::string test_method;
  Timestamp created_at;
};

/// What one request changes, all in one transaction.
struct Changes {
  std::optional<PaymentIntent> intent;
  std::optional<Refund> refund;  ///< with its intent
  std::vector<EventRecord> events;
  std::optional<SavedMethod> method;
  std::optional<KeyRecord> key;
};

/// Which part of a list: newest first, `after` exclusive, none made before `since`.
template <class Id>
struct ListRange {
  std::size_t limit = 10;
  std::optional<Id> after;
  std::optional<Timestamp> since;
};

struct RefundFilter {
  std::optional<IntentId> intent;
  ListRange<RefundId> range;
};

/// Intents, refunds, saved methods, keys and the bank's ledger. Every error is `store.unavailable` but where another is
/// named.
class IntentStore {
 public:
  virtual ~IntentStore() = default;

  [[nodiscard]] virtual Task<Result<std::optional<KeyRecord>>> find_key(std::string key) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<PaymentIntent>>> find_intent(IntentId id) = 0;
  /// The intent whose last page of the bank has this token.
  [[nodiscard]] virtual Task<Result<std::optional<PaymentIntent>>> find_intent_by_action(std::string token) = 0;
  /// Test methods and saved ones.
  [[nodiscard]] virtual Task<Result<std::optional<PaymentMethod>>> find_method(std::string id) = 0;
  /// Error: `sandbox.not_found` when `after` is unknown.
  [[nodiscard]] virtual Task<Result<Page<PaymentIntent::Snapshot, IntentId>>> list_intents(
      ListRange<IntentId> range) = 0;
  /// The holds that ended by `now`, the oldest first.
  [[nodiscard]] virtual Task<Result<std::vector<IntentId>>> ended_holds(Timestamp now, std::size_t limit) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<Refund>>> find_refund(RefundId id) = 0;
  /// Error: `sandbox.not_found` when `after` is unknown.
  [[nodiscard]] virtual Task<Result<Page<Refund::Snapshot, RefundId>>> list_refunds(RefundFilter filter) = 0;
  /// Refunds whose time to settle has come, the oldest first.
  [[nodiscard]] virtual Task<Result<std::vector<RefundId>>> due_refunds(Timestamp now, std::size_t limit) = 0;

  /// Durable when it returns. Errors: `store.version_conflict`; `store.duplicate_key`, when a living record has the
  /// key.
  [[nodiscard]] virtual Task<Result<>> save(Changes changes) = 0;
  /// Forgets at most `limit` keys recorded before `before`; how many.
  [[nodiscard]] virtual Task<Result<std::size_t>> forget_keys(Timestamp before, std::size_t limit) = 0;
};

}  // namespace ddd::sandbox
