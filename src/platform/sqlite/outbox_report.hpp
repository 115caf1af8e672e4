#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::sqlite {

/// An event of an outbox that has not come to its end: the bus hasn't it, or it hasn't come back from there.
struct WaitingEvent {
  std::string id;
  std::string topic;
  std::string key;
  std::string type;
  Timestamp time;
  std::optional<Timestamp> published_at;
  int republished = 0;  ///< how often it was sent again
};

/// The oldest waiting events of a context's file, of which the caller has a connection. Throws Failure.
[[nodiscard]] std::vector<WaitingEvent> waiting_events(Connection& connection, std::size_t limit);
/// How many there are. Throws Failure.
[[nodiscard]] std::size_t count_waiting_events(Connection& connection);

}  // namespace ddd::sqlite
