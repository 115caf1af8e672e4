#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace ddd::api {

/// True for `min` to `max` characters of [A-Za-z0-9_-]: the form of request ids and idempotency keys.
[[nodiscard]] constexpr bool is_token_text(std::string_view text, std::size_t min, std::size_t max) {
  return text.size() >= min && text.size() <= max && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

}  // namespace ddd::api
