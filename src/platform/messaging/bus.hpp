#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/messaging/event.hpp>

namespace ddd {

/// An event with its place in its topic.
struct Delivered {
  Event event;
  std::int64_t offset = 0;
  bool redriven = false;  ///< a dead letter of the group that an operator wants delivered again
};

/// One group's place in one topic. Used by one task at a time.
class BusReader {
 public:
  virtual ~BusReader() = default;
  /// The next events after the last polled one, at most `limit`; waits up to `wait` for the first. Empty on time-out.
  /// The group's redriven dead letters come first, in a batch of their own: the next `commit` settles those that were
  /// not buried again.
  [[nodiscard]] virtual Task<Result<std::vector<Delivered>>> poll(std::size_t limit,
                                                                  std::chrono::milliseconds wait) = 0;
  /// Everything up to `offset` is done, durably: a new reader of the group starts behind it.
  [[nodiscard]] virtual Task<Result<>> commit(std::int64_t offset) = 0;
  /// Goes back to the last committed offset: what was polled since is delivered again.
  virtual void rewind() = 0;
};

/// An event that a consumer group gave up on, kept until someone redrives or discards it.
struct DeadLetter {
  std::string group;
  std::string topic;
  std::int64_t offset = 0;
  Event event;
  std::string error_code;
  std::string error_message;
  int attempts = 0;
  Timestamp failed_at;
};

/// A durable, ordered log of events with Kafka's semantics: at least once, ordered per key, kept apart per group.
class EventBus {
 public:
  virtual ~EventBus() = default;
  /// Durable when it returns, in the order given. A repeat appends again: consumers deduplicate by event id.
  [[nodiscard]] virtual Task<Result<>> append(std::vector<Event> events) = 0;
  /// Sets an event aside; durable when it returns. Of a letter that was redriven, the tries are added up. On Kafka the
  /// topic "<group>.dlq".
  [[nodiscard]] virtual Task<Result<>> bury(DeadLetter letter) = 0;
  /// Opens `group` on `topic`; its first reader ever starts at the oldest event.
  [[nodiscard]] virtual std::unique_ptr<BusReader> open(std::string group, std::string topic) = 0;
  /// A reader that belongs to no group: starts at the first event at or after `since`, and never commits.
  [[nodiscard]] virtual std::unique_ptr<BusReader> replay(std::string topic, Timestamp since) = 0;
};

}  // namespace ddd
