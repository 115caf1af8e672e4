#pragma once

#include <string_view>

#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// Of the column users.role; throws std::logic_error for what we never wrote.
[[nodiscard]] UserRole role_from(std::string_view text);

}  // namespace ddd::user
