#pragma once

#include <string_view>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

/// Of the column users.role; throws std::logic_error for what we never wrote.
[[nodiscard]] UserRole role_from(std::string_view text);
/// Of the columns `purpose`; throws std::logic_error for what we never wrote.
[[nodiscard]] TokenPurpose purpose_from(std::string_view text);

inline constexpr std::string_view kUserViewColumns =
    "id, email, first_name, last_name, role, is_active, email_verified, version, created_at, updated_at";
/// Of a row that begins with those columns.
[[nodiscard]] UserView read_user_view(const sqlite::Query& row);

}  // namespace ddd::user
