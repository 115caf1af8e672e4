#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ddd::crypto {

// All of these take time that depends on the length alone, so they may be used on secrets.

/// RFC 4648 §5 without padding.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);
/// The inverse, and of nothing else: padding, white space, the letters of plain base64 and unused bits that are not
/// zero give nothing. So two different texts never mean the same bytes.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// Either case; nothing for an odd length or any other character.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

}  // namespace ddd::crypto
