#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ddd {

/// A point in UTC with the stores' grain: microseconds.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

[[nodiscard]] inline std::int64_t to_micros(Timestamp at) {
  return at.time_since_epoch().count();
}
[[nodiscard]] inline Timestamp from_micros(std::int64_t micros) {
  return Timestamp(std::chrono::microseconds(micros));
}

/// RFC 3339 in UTC with milliseconds: "2026-01-31T12:00:00.000Z".
[[nodiscard]] std::string to_rfc3339(Timestamp at);
/// RFC 3339 with "Z" or a numeric offset and up to nine fraction digits (cut to microseconds); nothing if ill-formed.
[[nodiscard]] std::optional<Timestamp> from_rfc3339(std::string_view text);

}  // namespace ddd
