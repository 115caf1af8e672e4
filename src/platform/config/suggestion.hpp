#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ddd::config {

/// The candidate that `text` is most likely a slip of: at most a third of its letters inserted, left out, changed or
/// swapped with their neighbour.
[[nodiscard]] std::optional<std::string> closest(std::string_view text, std::span<const std::string> candidates);

}  // namespace ddd::config
