#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/embedded_bus/embedded_bus.hpp>

namespace ddd {

/// How long a topic's events stay on the bus, and the groups that have to be done with them before.
struct TopicRetention {
  std::string topic;
  std::chrono::hours keep{};
  std::vector<std::string> groups;
};

struct BusPurge {
  std::size_t events = 0;
  std::size_t settled_letters = 0;
  std::size_t dead_letters = 0;  ///< nobody redrove or discarded them in all that time
  bool more = false;             ///< there may be more to go
};

/// Takes events past their time off the bus, and letters past `letters_before`: at most 1,000 of each topic and kind a
/// call. What one of the topic's groups hasn't committed stays, however old, and so does what is somebody's letter.
[[nodiscard]] Task<Result<BusPurge>> purge_bus(EmbeddedBusFile& file, std::vector<TopicRetention> topics, Timestamp now,
                                               Timestamp letters_before);

/// The dead letters that wait for an operator.
[[nodiscard]] Task<Result<std::size_t>> count_dead_letters(EmbeddedBusFile& file);

}  // namespace ddd
