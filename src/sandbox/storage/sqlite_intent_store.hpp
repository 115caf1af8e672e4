#pragma once

#include <ddd/sandbox/application/ports/intent_store.hpp>
#include <ddd/sandbox/storage/sandbox_file.hpp>

namespace ddd::sandbox {

/// IntentStore on `sandbox.db`: a save is one group-committed write, finding by key reads on the shard's own
/// connection.
class SqliteIntentStore final : public IntentStore {
 public:
  /// `file` outlives this. Without an endpoint (`sends_events`) events are kept, but nobody waits for them.
  SqliteIntentStore(SandboxFile& file, bool sends_events) : file_(file), sends_events_(sends_events) {}

  [[nodiscard]] Task<Result<std::optional<KeyRecord>>> find_key(std::string key) override;
  [[nodiscard]] Task<Result<std::optional<PaymentIntent>>> find_intent(IntentId id) override;
  [[nodiscard]] Task<Result<std::optional<PaymentIntent>>> find_intent_by_action(std::string token) override;
  [[nodiscard]] Task<Result<std::optional<PaymentMethod>>> find_method(std::string id) override;
  [[nodiscard]] Task<Result<Page<PaymentIntent::Snapshot, IntentId>>> list_intents(ListRange<IntentId> range) override;
  [[nodiscard]] Task<Result<std::vector<IntentId>>> ended_holds(Timestamp now, std::size_t limit) override;
  // sqlite_refunds.cpp
  [[nodiscard]] Task<Result<std::optional<Refund>>> find_refund(RefundId id) override;
  [[nodiscard]] Task<Result<Page<Refund::Snapshot, RefundId>>> list_refunds(RefundFilter filter) override;
  [[nodiscard]] Task<Result<std::vector<RefundId>>> due_refunds(Timestamp now, std::size_t limit) override;

  [[nodiscard]] Task<Result<>> save(Changes changes) override;
  [[nodiscard]] Task<Result<std::size_t>> forget_keys(Timestamp before, std::size_t limit) override;

 private:
  SandboxFile& file_;
  bool sends_events_;
};

}  // namespace ddd::sandbox
