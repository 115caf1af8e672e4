#include <ddd/platform/effects/memory_effects.hpp>

namespace ddd {

Result<> MemoryEffects::check(const SaveContext& context) const {
  if (context.inbox && in_inbox(*context.inbox)) return Refused(store_errors::duplicate_event());
  if (context.idempotency) {
    const auto& record = *context.idempotency;
    const auto found = idempotency_.find({record.key.user_id, record.key.key});
    const bool completes = found != idempotency_.end() && !found->second.answer &&
                           found->second.resource_id == record.resource_id && found->second.key == record.key;
    if (found != idempotency_.end() && !completes) return Refused(store_errors::duplicate_key());
  }
  return {};
}

Result<> MemoryEffects::write(const SaveContext& context, std::span<const Event> events) {
  DDD_CHECK(check(context));
  if (context.inbox) inbox_.emplace(context.inbox->consumer, context.inbox->event_id);
  if (context.idempotency) {
    const auto& record = *context.idempotency;
    // A completed record keeps its age.
    idempotency_.try_emplace({record.key.user_id, record.key.key}, record).first->second.answer = record.answer;
  }
  for (const auto& event : events) {
    outbox_.push_back({static_cast<std::int64_t>(outbox_.size()) + 1, event});
    written_.insert(event.id);
  }
  return {};
}

bool MemoryEffects::in_inbox(const InboxEntry& entry) const {
  return inbox_.contains({entry.consumer, entry.event_id});
}

void MemoryEffects::forget_answers(UserId user_id, std::string_view resource_id) {
  std::erase_if(idempotency_, [&](const auto& entry) {
    return entry.first.first == user_id || entry.second.resource_id == resource_id;
  });
}

Task<Result<std::vector<OutboxRow>>> MemoryEffects::unpublished(std::size_t limit) {
  std::vector<OutboxRow> rows;
  for (auto i = static_cast<std::size_t>(all_published_); i < outbox_.size() && rows.size() < limit; ++i) {
    if (!is_published(outbox_[i].row)) rows.push_back(outbox_[i]);
  }
  co_return rows;
}

Task<Result<>> MemoryEffects::mark_published(std::vector<std::int64_t> rows, Timestamp at) {
  for (const auto row : rows) last_published_[row] = at;
  published_.insert(rows.begin(), rows.end());
  while (published_.erase(all_published_ + 1) > 0) ++all_published_;
  co_return Result<>{};
}

Task<Result<Observation>> MemoryEffects::mark_observed(std::vector<EventId> events, Timestamp) {
  Observation seen;
  for (auto& id : events) {
    if (!written_.contains(id)) {
      ++seen.strangers;
    } else {
      ++(observed_.insert(std::move(id)).second ? seen.news : seen.repeats);
    }
  }
  co_return seen;
}

Task<Result<std::vector<OutboxRow>>> MemoryEffects::unobserved(Timestamp published_before, std::size_t limit) {
  std::vector<OutboxRow> rows;
  for (const auto& row : outbox_) {
    const auto published = last_published_.find(row.row);
    if (rows.size() == limit || published == last_published_.end()) continue;
    if (published->second < published_before && !observed_.contains(row.event.id)) rows.push_back(row);
  }
  co_return rows;
}

Task<Result<>> MemoryEffects::mark_republished(std::vector<std::int64_t> rows, Timestamp at) {
  for (const auto row : rows) last_published_[row] = at;
  co_return Result<>{};
}

Task<Result<std::optional<IdempotencyRecord>>> MemoryEffects::find(UserId user_id, std::string key) {
  const auto found = idempotency_.find({user_id, std::move(key)});
  if (found == idempotency_.end()) co_return std::nullopt;
  co_return found->second;
}

}  // namespace ddd
