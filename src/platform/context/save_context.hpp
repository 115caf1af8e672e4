#pragma once

#include <optional>
#include <string>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd {

/// The event that a consumer is applying. Written in the transaction of its effect, so that it is applied once.
struct InboxEntry {
  std::string consumer;  ///< the consumer group
  EventId event_id;
};

/// What a `save` writes beside the aggregate, all in the same transaction, and what it stamps on the events.
///
/// Errors every save can give, by code: `store.version_conflict` (conflict: someone else saved first; load again),
/// `store.duplicate_event` (conflict: the inbox has this event), `store.duplicate_key` (conflict: the idempotency key
/// was used meanwhile), `store.unavailable` (unavailable: nothing was written), `internal` (internal: a rule of the
/// store would be broken; nothing was written, and a repeat gives the same).
struct SaveContext {
  Timestamp now;
  TraceContext trace;
  std::string correlation_id;
  std::string causation_id;
  std::optional<InboxEntry> inbox;
  std::optional<IdempotencyRecord> idempotency;

  [[nodiscard]] static SaveContext of(const CallContext& call, Timestamp now) {
    return {.now = now,
            .trace = call.trace,
            .correlation_id = call.correlation_id,
            .causation_id = call.causation_id,
            .inbox = std::nullopt,
            .idempotency = std::nullopt};
  }
};

/// The refusals named above; every adapter of every repository makes them here, so that callers can rely on the codes.
namespace store_errors {
[[nodiscard]] Error version_conflict();
[[nodiscard]] Error duplicate_event();
[[nodiscard]] Error duplicate_key();
[[nodiscard]] Error unavailable();
[[nodiscard]] Error defect();
inline constexpr std::string_view kVersionConflict = "store.version_conflict";
inline constexpr std::string_view kDuplicateEvent = "store.duplicate_event";
inline constexpr std::string_view kDuplicateKey = "store.duplicate_key";
}  // namespace store_errors

}  // namespace ddd
