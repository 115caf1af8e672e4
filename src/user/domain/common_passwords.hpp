#pragma once

#include <string_view>

namespace ddd::user {

/// True for a password that attackers try first: one of those in common_passwords.txt, in any case of its ASCII
/// letters.
///
/// The list is our own: passwords known to be widely used, keyboard walks, repetitions, and the usual names and words
/// with the usual endings. It holds none of fewer than 8 characters, which are refused by their length. O(log n).
[[nodiscard]] bool is_common_password(std::string_view password);

/// The list itself: lower-case ASCII, one a line, ascending by byte.
[[nodiscard]] std::string_view common_passwords();

}  // namespace ddd::user
