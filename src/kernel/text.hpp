#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ddd {

/// Without leading and trailing spaces, tabs and line ends.
[[nodiscard]] std::string_view trim(std::string_view text);
/// ASCII letters lower-cased; other bytes unchanged.
[[nodiscard]] std::string to_lower(std::string_view text);
/// Number of code points of well-formed UTF-8; nothing if it is ill-formed (surrogates and overlong forms included).
[[nodiscard]] std::optional<std::size_t> utf8_length(std::string_view text);
/// True if a code point below U+0020 or U+007F occurs. `allow_line_breaks` lets tab, line feed and carriage return
/// pass.
[[nodiscard]] bool has_control_characters(std::string_view text, bool allow_line_breaks = false);

}  // namespace ddd
