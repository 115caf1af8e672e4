#include <algorithm>
#include <cstdint>

#include <ddd/kernel/text.hpp>

namespace ddd {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

std::optional<std::size_t> utf8_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++length) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    const std::size_t width = lead < 0x80           ? 1
                              : (lead >> 5) == 0x06 ? 2
                              : (lead >> 4) == 0x0e ? 3
                              : (lead >> 3) == 0x1e ? 4
                                                    : 0;
    if (width == 0 || i + width > text.size()) return std::nullopt;
    std::uint32_t point = width == 1 ? lead : lead & (0x7fU >> width);
    for (std::size_t k = 1; k < width; ++k) {
      const auto next = static_cast<std::uint8_t>(text[i + k]);
      if ((next & 0xc0) != 0x80) return std::nullopt;
      point = (point << 6) | (next & 0x3fU);
    }
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kSmallest[width] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return std::nullopt;
    i += width;
  }
  return length;
}

bool has_control_characters(std::string_view text, bool allow_line_breaks) {
  return std::ranges::any_of(text, [=](char c) {
    if (allow_line_breaks && (c == '\t' || c == '\n' || c == '\r')) return false;
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

}  // namespace ddd
