#pragma once

#include <memory>
#include <span>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>
#include <ddd/platform/messaging/event.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/platform/messaging/outbox_audit.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::sqlite {

/// The tables below, as the first migration of every context's file.
[[nodiscard]] Migration effects_migration();

/// What the outbox knows of the way back of its events (see OutboxReadBack), as a later step of every context's schema.
[[nodiscard]] Migration read_back_migration(int version);

/// Writes what `context` and `events` ask for into the open savepoint: inbox row, idempotency record, outbox rows.
/// Errors: `store.duplicate_event`, `store.duplicate_key`; the caller returns them, which rolls its savepoint back.
[[nodiscard]] Result<> write_effects(Connection& connection, const SaveContext& context, std::span<const Event> events);

/// True if `consumer` has applied the event; for consumers that decide before they load anything.
[[nodiscard]] bool in_inbox(Connection& connection, const InboxEntry& entry);

/// Drops the answers that are kept for repeats of a user, and those about a thing: for what must be erased sooner than
/// `purge_effects` would. O(records).
void forget_answers(Connection& connection, UserId user_id, std::string_view resource_id);

class SqliteOutbox final : public Outbox, public OutboxAudit {
 public:
  explicit SqliteOutbox(Database& database);
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override;
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) override;
  [[nodiscard]] Task<Result<Observation>> mark_observed(std::vector<EventId> events, Timestamp at) override;
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unobserved(Timestamp published_before, std::size_t limit) override;
  [[nodiscard]] Task<Result<>> mark_republished(std::vector<std::int64_t> rows, Timestamp at) override;

 private:
  Database& database_;
  std::unique_ptr<Connection> reader_;
};

class SqliteIdempotencyStore final : public IdempotencyStore {
 public:
  SqliteIdempotencyStore(Database& database, Connection& reader) : database_(database), reader_(reader) {}
  [[nodiscard]] Task<Result<std::optional<IdempotencyRecord>>> find(UserId user_id, std::string key) override;

 private:
  Database& database_;
  Connection& reader_;
};

/// Rows past their use: outbox rows that were read back, and inbox rows, before `events`; idempotency records older
/// than `keys`. At most 1,000 of each kind per call; true if there may be more.
[[nodiscard]] Task<Result<bool>> purge_effects(Database& database, Timestamp events_before, Timestamp keys_before);

}  // namespace ddd::sqlite
