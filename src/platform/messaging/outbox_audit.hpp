#pragma once

#include <cstddef>
#include <vector>

#include <ddd/platform/messaging/outbox.hpp>

namespace ddd {

/// What a batch of events from a context's own topic was to its outbox.
struct Observation {
  std::size_t news = 0;       ///< met for the first time
  std::size_t repeats = 0;    ///< met before
  std::size_t strangers = 0;  ///< none of its own, or so old that they were purged

  friend bool operator==(const Observation&, const Observation&) = default;
};

/// What an outbox knows of the way back: which of the events that it has published have been seen on the topic.
class OutboxAudit {
 public:
  virtual ~OutboxAudit() = default;
  /// These were met on the topic.
  [[nodiscard]] virtual Task<Result<Observation>> mark_observed(std::vector<EventId> events, Timestamp at) = 0;
  /// Rows that were last published before that time and never met, in the order they were written.
  [[nodiscard]] virtual Task<Result<std::vector<OutboxRow>>> unobserved(Timestamp published_before,
                                                                        std::size_t limit) = 0;
  /// These were published once more.
  [[nodiscard]] virtual Task<Result<>> mark_republished(std::vector<std::int64_t> rows, Timestamp at) = 0;
};

}  // namespace ddd
