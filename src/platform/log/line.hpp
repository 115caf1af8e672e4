#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <ddd/kernel/timestamp.hpp>

namespace ddd {

enum class LogLevel { debug, info, warn, error };

/// One fact beside a message. Views what it was made from, which lives to the end of the call. Nothing that hides its
/// text (crypto::Secret) converts to one.
struct LogField {
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;

  template <std::convertible_to<std::string_view> Text>
  LogField(std::string_view key, const Text& text) : key(key), value(std::string_view(text)) {}
  /// Numbers past the range of int64 are written as its largest.
  template <std::integral Number>
    requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
  LogField(std::string_view key, Number number)
      : key(key),
        value(std::in_range<std::int64_t>(number) ? static_cast<std::int64_t>(number)
                                                  : std::numeric_limits<std::int64_t>::max()) {}
  LogField(std::string_view key, double number) : key(key), value(number) {}
  LogField(std::string_view key, std::same_as<bool> auto truth) : key(key), value(truth) {}

  std::string_view key;
  Value value;
};

/// What one line of the log says.
struct LogLine {
  Timestamp at;
  LogLevel level = LogLevel::info;
  std::string_view service;
  std::string_view message;
  std::span<const LogField> fields;
  /// Earlier lines of the same key that were not written; 0 says nothing.
  std::uint64_t suppressed = 0;
};

// Both forms are one line without its end, whatever the texts hold: control characters, line separators and marks that
// turn the direction of writing are escaped, and bytes that are not UTF-8 become U+FFFD. A text longer than kMaxLogText
// bytes is cut and ends in "…".
inline constexpr std::size_t kMaxLogText = 4096;

/// A JSON object: ts (RFC 3339, milliseconds), level, message, service, then the fields. A field named like one of
/// those gets the prefix "field_". A number that JSON can't say (NaN, infinity) is null.
[[nodiscard]] std::string to_json(const LogLine& line);

/// For people: "2026-01-31T12:00:00.000Z WARN  message key=value". Values with spaces, quotes or "=" are quoted.
[[nodiscard]] std::string to_plain(const LogLine& line, bool colours);

}  // namespace ddd
