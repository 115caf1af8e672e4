#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include <ddd/platform/log/line.hpp>

namespace ddd {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kCut = "\xE2\x80\xA6";

struct Character {
  char32_t code = 0;
  std::size_t length = 1;
  bool valid = false;
};

/// The well-formed sequences of Unicode 15 table 3-7, by the range of their second byte.
Character decode(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : (first & 0xF0) == 0xE0         ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return {};
  const unsigned lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < lowest || byte(1) > highest) return {};
  auto code = static_cast<char32_t>(first & (0xFF >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3F);
  }
  return {code, length, true};
}

/// Controls (C0, DEL, C1), line and paragraph separators, and the marks behind "Trojan source" attacks.
bool needs_escape(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

void append_escape(std::string& out, char32_t code) {
  switch (code) {
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code));
  }
}

/// Appends `text` so that it can't leave its line; within quotes, also so that it can't leave those.
void append_safe(std::string& out, std::string_view text, bool quoted) {
  const bool cut = text.size() > kMaxLogText;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto character = decode(text.substr(at));
    if (cut && at + character.length > kMaxLogText) break;
    if (!character.valid) {
      out += kReplacement;
    } else if (needs_escape(character.code)) {
      append_escape(out, character.code);
    } else {
      if (quoted && (character.code == U'"' || character.code == U'\\')) out += '\\';
      out += text.substr(at, character.length);
    }
    at += character.length;
  }
  if (cut) out += kCut;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_safe(out, text, true);
  out += '"';
}

bool is_reserved(std::string_view key) {
  return key == "ts" || key == "level" || key == "message" || key == "service" || key == "suppressed";
}

void append_json_value(std::string& out, const LogField::Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_quoted(out, *text);
  } else if (const auto* number = std::get_if<double>(&value); number != nullptr && !std::isfinite(*number)) {
    out += "null";
  } else {
    std::visit([&out](const auto& plain) { fmt::format_to(std::back_inserter(out), "{}", plain); }, value);
  }
}

void append_plain_value(std::string& out, const LogField::Value& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  if (text == nullptr) {
    std::visit([&out](const auto& plain) { fmt::format_to(std::back_inserter(out), "{}", plain); }, value);
  } else if (text->empty() || text->find_first_of(" \"\\=") != std::string_view::npos) {
    append_quoted(out, *text);
  } else {
    append_safe(out, *text, false);
  }
}

constexpr std::array<std::string_view, 4> kJsonLevels{"debug", "info", "warn", "error"};
constexpr std::array<std::string_view, 4> kPlainLevels{"DEBUG", "INFO ", "WARN ", "ERROR"};
// Grey, green, yellow, bold red.
constexpr std::array<std::string_view, 4> kColours{"\x1b[90m", "\x1b[32m", "\x1b[33m", "\x1b[1;31m"};
constexpr std::string_view kNoColour = "\x1b[0m";

}  // namespace

std::string to_json(const LogLine& line) {
  std::string out;
  out.reserve(160 + line.message.size() + line.fields.size() * 32);
  out += R"({"ts":")";
  out += to_rfc3339(line.at);
  out += R"(","level":")";
  out += kJsonLevels[static_cast<std::size_t>(line.level)];
  out += R"(","message":)";
  append_quoted(out, line.message);
  out += R"(,"service":)";
  append_quoted(out, line.service);
  for (const auto& field : line.fields) {
    out += R"(,")";
    if (is_reserved(field.key)) out += "field_";
    append_safe(out, field.key, true);
    out += R"(":)";
    append_json_value(out, field.value);
  }
  if (line.suppressed > 0) fmt::format_to(std::back_inserter(out), R"(,"suppressed":{})", line.suppressed);
  out += '}';
  return out;
}

std::string to_plain(const LogLine& line, bool colours) {
  const auto level = static_cast<std::size_t>(line.level);
  std::string out = to_rfc3339(line.at);
  out += ' ';
  if (colours) out += kColours[level];
  out += kPlainLevels[level];
  if (colours) out += kNoColour;
  out += ' ';
  append_safe(out, line.message, false);
  for (const auto& field : line.fields) {
    out += ' ';
    append_safe(out, field.key, false);
    out += '=';
    append_plain_value(out, field.value);
  }
  if (line.suppressed > 0) fmt::format_to(std::back_inserter(out), " suppressed={}", line.suppressed);
  return out;
}

}  // namespace ddd
