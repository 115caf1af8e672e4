#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace ddd {

/// The facts an aggregate has produced since it was loaded, in order. An aggregate holds one by composition.
///
/// `sequence` counts every event the aggregate ever had: the first pending event has sequence `stored() + 1`.
template <class Event>
class EventLog {
 public:
  EventLog() = default;
  /// For an aggregate restored from a store that has written `stored_sequence` of its events.
  explicit EventLog(std::int64_t stored_sequence) : stored_(stored_sequence) {}

  void add(Event event) { pending_.push_back(std::move(event)); }

  [[nodiscard]] const std::vector<Event>& pending() const { return pending_; }
  [[nodiscard]] std::int64_t stored() const { return stored_; }
  [[nodiscard]] std::int64_t last() const { return stored_ + static_cast<std::int64_t>(pending_.size()); }

  /// Called by a store after it has written the pending events.
  void mark_stored() {
    stored_ = last();
    pending_.clear();
  }

 private:
  std::vector<Event> pending_;
  std::int64_t stored_ = 0;
};

}  // namespace ddd
