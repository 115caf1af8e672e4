#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ddd/platform/config/binding.hpp>

namespace ddd::config {

inline constexpr std::string_view kRedacted = "<redacted>";

/// A value of a TOML file that no field takes, by what it is: "a table".
struct OtherType {
  std::string_view name;
};
using TomlValue = std::variant<std::string, bool, std::int64_t, std::vector<std::string>, OtherType>;

/// Sets the field, or says what it must be: "must be an integer from 1 to 9, not 10".
[[nodiscard]] std::optional<std::string> set_from_toml(const BoundKey<ToWrite>& key, const TomlValue& value);
/// The same for the text of a variable or flag.
[[nodiscard]] std::optional<std::string> set_from_text(const BoundKey<ToWrite>& key, std::string_view text);

/// The field as a TOML value.
[[nodiscard]] std::string to_toml(const BoundKey<ToRead>& key);
/// What the field takes besides its type, as a sentence: "From 1 to 9." Empty if nothing.
[[nodiscard]] std::string limits_of(const BoundKey<ToRead>& key);

/// A TOML basic string; bytes that are not UTF-8 become "?".
[[nodiscard]] std::string in_quotes(std::string_view text);
/// The same for messages: a long text is cut.
[[nodiscard]] std::string in_short_quotes(std::string_view text);

}  // namespace ddd::config
