#pragma once

#include <cstdint>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/messaging/event.hpp>

namespace ddd {

struct OutboxRow {
  std::int64_t row = 0;
  Event event;
};

/// The events that a context's saves wrote and that are not on the bus yet.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// The oldest unpublished rows in the order they were written.
  [[nodiscard]] virtual Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) = 0;
  [[nodiscard]] virtual Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) = 0;
};

}  // namespace ddd
