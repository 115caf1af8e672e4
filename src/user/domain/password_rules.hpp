#pragma once

#include <cstddef>
#include <string_view>

#include <ddd/kernel/result.hpp>

namespace ddd::user {

inline constexpr std::size_t kShortestPassword = 8;
inline constexpr std::size_t kLongestPassword = 128;

/// What a new password must be (NIST SP 800-63B 5.1.1.2: length and a block list, no composition rules): 8-128 code
/// points of any script, none of the common ones, and not the owner's e-mail address as typed. Looks at the text and
/// keeps nothing. Error: `user.password_weak`.
[[nodiscard]] Result<> check_password(std::string_view password, std::string_view email);

}  // namespace ddd::user
