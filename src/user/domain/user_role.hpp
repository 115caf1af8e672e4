#pragma once

#include <string_view>

#include <ddd/kernel/result.hpp>

namespace ddd::user {

enum class UserRole { user, admin };
[[nodiscard]] std::string_view to_text(UserRole role);
/// Error: `user.role_invalid`.
[[nodiscard]] Result<UserRole> parse_role(std::string_view text);

}  // namespace ddd::user
