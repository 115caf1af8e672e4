#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/sandbox/application/ports/intent_store.hpp>

namespace ddd::sandbox {

/// Where the delivery of an event to the webhook endpoint stands.
enum class Delivery {
  none,  ///< there was no endpoint when it happened
  pending,
  delivered,
  failed,  ///< given up after the last try
};
[[nodiscard]] std::string_view to_text(Delivery delivery);

struct StoredEvent {
  std::int64_t row = 0;  ///< its place in the order of happening
  EventRecord event;
  Delivery delivery = Delivery::none;
  int tries = 0;
};

struct EventFilter {
  std::string type;               ///< empty: any
  std::optional<bool> delivered;  ///< Stripe's delivery_success
  ListRange<EventId> range;
};

/// The events and the queue of those that the webhook endpoint has not heard of. Every error is `store.unavailable` but
/// where another is named.
class EventStore {
 public:
  virtual ~EventStore() = default;

  [[nodiscard]] virtual Task<Result<std::optional<StoredEvent>>> find_event(EventId id) = 0;
  /// Error: `sandbox.not_found` when `after` is unknown.
  [[nodiscard]] virtual Task<Result<Page<StoredEvent, EventId>>> list_events(EventFilter filter) = 0;

  /// Pending events whose next try is due, the longest waiting first.
  [[nodiscard]] virtual Task<Result<std::vector<StoredEvent>>> due_events(Timestamp now, std::size_t limit) = 0;
  /// When the first try after `now` is due.
  [[nodiscard]] virtual Task<Result<std::optional<Timestamp>>> next_due(Timestamp now) = 0;
  [[nodiscard]] virtual Task<Result<>> mark_delivered(std::int64_t row, Timestamp at) = 0;
  /// Without `next` the event is given up.
  [[nodiscard]] virtual Task<Result<>> mark_failed(std::int64_t row, std::optional<Timestamp> next) = 0;
  /// Forgets at most `limit` events that happened before `before` and wait for no delivery; how many.
  [[nodiscard]] virtual Task<Result<std::size_t>> forget_events(Timestamp before, std::size_t limit) = 0;
};

}  // namespace ddd::sandbox
