#pragma once

#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/effects/idempotency_store.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/platform/messaging/outbox_audit.hpp>

namespace ddd {

/// Outbox with its audit, inbox and idempotency records in memory: the executable specification of what a save writes
/// beside its aggregate. One per memory store; used on one shard.
class MemoryEffects final : public Outbox, public OutboxAudit, public IdempotencyStore {
 public:
  /// Checks first, then writes everything or nothing. Errors as SaveContext documents.
  [[nodiscard]] Result<> write(const SaveContext& context, std::span<const Event> events);
  /// What `write` would refuse, for stores that have a check of their own to make after this one and before the write.
  [[nodiscard]] Result<> check(const SaveContext& context) const;
  [[nodiscard]] bool in_inbox(const InboxEntry& entry) const;
  /// Drops the answers that are kept for repeats of a user, and those about a thing.
  void forget_answers(UserId user_id, std::string_view resource_id);

  // What is kept, for tests and checks.
  [[nodiscard]] const std::vector<OutboxRow>& outbox() const { return outbox_; }
  [[nodiscard]] bool is_published(std::int64_t row) const { return row <= all_published_ || published_.contains(row); }
  [[nodiscard]] const std::set<std::pair<std::string, EventId>>& inbox() const { return inbox_; }

  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override;
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) override;
  [[nodiscard]] Task<Result<Observation>> mark_observed(std::vector<EventId> events, Timestamp at) override;
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unobserved(Timestamp published_before, std::size_t limit) override;
  [[nodiscard]] Task<Result<>> mark_republished(std::vector<std::int64_t> rows, Timestamp at) override;
  [[nodiscard]] Task<Result<std::optional<IdempotencyRecord>>> find(UserId user_id, std::string key) override;

 private:
  std::vector<OutboxRow> outbox_;
  std::set<EventId> written_;
  /// Every row up to this one is published; those beyond it that are stand in `published_`.
  std::int64_t all_published_ = 0;
  std::set<std::int64_t> published_;
  std::map<std::int64_t, Timestamp> last_published_;
  std::set<EventId> observed_;
  std::set<std::pair<std::string, EventId>> inbox_;
  std::map<std::pair<UserId, std::string>, IdempotencyRecord> idempotency_;
};

}  // namespace ddd
