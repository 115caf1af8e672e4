#include <algorithm>

#include <ddd/kernel/uuid.hpp>

namespace ddd {

Uuid Uuid::v7(Timestamp now, const std::array<std::uint8_t, 10>& random) {
  Uuid uuid;
  const auto millis =
      static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i) uuid.bytes_[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
  std::ranges::copy(random, uuid.bytes_.begin() + 6);
  uuid.bytes_[6] = static_cast<std::uint8_t>(0x70 | (uuid.bytes_[6] & 0x0f));
  uuid.bytes_[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes_[8] & 0x3f));
  return uuid;
}

bool Uuid::is_text(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

std::string Uuid::to_text() const {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kHex[bytes_[i] >> 4]);
    text.push_back(kHex[bytes_[i] & 0x0f]);
  }
  return text;
}

}  // namespace ddd
