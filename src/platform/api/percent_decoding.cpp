#include <algorithm>
#include <array>
#include <cstdint>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/percent_decoding.hpp>

namespace ddd::api {
namespace {

constexpr bool is_letter_or_digit(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// The bytes of `pchar` (RFC 3986 §3.3) but "%".
constexpr auto kSegmentBytes = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c) {
    table[static_cast<std::size_t>(c)] =
        is_letter_or_digit(static_cast<unsigned char>(c)) ||
        std::string_view("-._~!$&'()*+,;=:@").find(static_cast<char>(c)) != std::string_view::npos;
  }
  return table;
}();

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Resolves the escapes; nothing on a bad one.
std::optional<std::string> resolve_escapes(std::string_view raw, bool plus_is_space) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '%') {
      if (raw.size() - i < 3) return std::nullopt;
      const int high = hex_digit(raw[i + 1]);
      const int low = hex_digit(raw[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      text.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      text.push_back(plus_is_space && raw[i] == '+' ? ' ' : raw[i]);
    }
  }
  return text;
}

bool is_dot_segment(std::string_view text) {
  const auto name = text.substr(0, text.find(';'));
  return name == "." || name == "..";
}

}  // namespace

std::optional<std::string> decode_path_segment(std::string_view raw) {
  bool escaped = false;
  for (const char c : raw) {
    if (c == '%') {
      escaped = true;
    } else if (!kSegmentBytes[static_cast<unsigned char>(c)]) {
      return std::nullopt;
    }
  }
  if (raw.empty()) return std::nullopt;
  if (!escaped) return is_dot_segment(raw) ? std::nullopt : std::optional<std::string>(std::in_place, raw);
  auto text = resolve_escapes(raw, false);
  if (!text || is_dot_segment(*text) || text->find('/') != std::string::npos || has_control_characters(*text) ||
      !utf8_length(*text)) {
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> decode_query_text(std::string_view raw) {
  auto text = resolve_escapes(raw, true);
  if (!text || has_control_characters(*text) || !utf8_length(*text)) return std::nullopt;
  return text;
}

}  // namespace ddd::api
