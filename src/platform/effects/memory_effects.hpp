#pragma once

#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/effects/idempotency_store.hpp>
#include <ddd/platform/messaging/outbox.hpp>

namespace ddd {

/// Outbox, inbox and idempotency records in memory: the executable specification of what a save writes beside its
/// aggregate. One per memory store; used on one shard.
class MemoryEffects final : public Outbox, public IdempotencyStore {
 public:
  /// Checks first, then writes everything or nothing. Errors as SaveContext documents.
  [[nodiscard]] Result<> write(const SaveContext& context, std::span<const Event> events);
  /// What `write` would refuse, for stores that have a check of their own to make after this one and before the write.
  [[nodiscard]] Result<> check(const SaveContext& context) const;
  [[nodiscard]] bool in_inbox(const InboxEntry& entry) const;
  /// Drops the answers that are kept for repeats of a user, and those about a thing.
  void forget_answers(UserId user_id, std::string_view resource_id);

  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override;
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) override;
  [[nodiscard]] Task<Result<std::optional<IdempotencyRecord>>> find(UserId user_id, std::string key) override;

 private:
  std::vector<OutboxRow> outbox_;
  std::set<std::int64_t> published_;
  std::set<std::pair<std::string, EventId>> inbox_;
  std::map<std::pair<UserId, std::string>, IdempotencyRecord> idempotency_;
};

}  // namespace ddd
