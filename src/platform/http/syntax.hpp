#pragma once

#include <string>
#include <string_view>

namespace ddd::http {

/// Compares ASCII text without case, as field names and most keywords of HTTP compare.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

/// RFC 9110 5.6.2: a method or a field name.
[[nodiscard]] bool is_token(std::string_view text);
/// True unless a control character other than tab is in it: such a value would end its line early (response splitting).
[[nodiscard]] bool is_field_value(std::string_view text);
/// RFC 9110 7.2: "host" or "host:port". Looks at the characters alone; empty is well-formed.
[[nodiscard]] bool is_authority(std::string_view text);
/// Visible ASCII without "#", as every client sends it; RFC 3986 would also forbid some that browsers leave as they
/// are.
[[nodiscard]] bool is_target(std::string_view text);

/// Brings a request target to "path?query" or "*" (RFC 9112 3.2): origin form stays, absolute form loses scheme and
/// authority (`storage` holds the result where it isn't a part of `target`). Empty when the target is not well-formed.
[[nodiscard]] std::string_view path_of_target(std::string_view method, std::string_view target, std::string& storage);

}  // namespace ddd::http
