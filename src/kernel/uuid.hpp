#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <ddd/kernel/timestamp.hpp>

namespace ddd {

/// A 128-bit identifier. Made as version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits.
class Uuid {
 public:
  /// `random` supplies the 10 bytes behind the time stamp; version and variant bits are set over them.
  [[nodiscard]] static Uuid v7(Timestamp now, const std::array<std::uint8_t, 10>& random);
  /// True for the canonical lower-case 36-character form of any version.
  [[nodiscard]] static bool is_text(std::string_view text);

  [[nodiscard]] std::string to_text() const;
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace ddd
