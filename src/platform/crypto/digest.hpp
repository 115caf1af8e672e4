#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace ddd::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// FIPS 180-4.
[[nodiscard]] Digest sha256(std::string_view bytes);
/// The same as 64 lower-case hexadecimal characters.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
/// RFC 2104 with SHA-256; a key of any length.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view message);

/// Equality whose time tells nothing about where the texts differ; it does tell whether the lengths do.
[[nodiscard]] bool constant_time_equal(std::string_view a, std::string_view b);
[[nodiscard]] bool constant_time_equal(const Digest& a, const Digest& b);

}  // namespace ddd::crypto
