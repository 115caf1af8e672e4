#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ddd::config {

/// Digits and a unit: "250ms", "900s", "15m", "24h"; nothing for anything else or past the range of milliseconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// In the largest unit that divides it: "15m" for 900 s. `parse_duration` gives it back.
[[nodiscard]] std::string to_text(std::chrono::milliseconds duration);

}  // namespace ddd::config
