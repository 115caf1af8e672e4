#include <stdexcept>

#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {

UserRole role_from(std::string_view text) {
  const auto role = parse_role(text);
  if (!role) throw std::logic_error("users.role holds no known role");
  return *role;
}

TokenPurpose purpose_from(std::string_view text) {
  for (const auto purpose : {TokenPurpose::password_reset, TokenPurpose::email_verification}) {
    if (to_text(purpose) == text) return purpose;
  }
  throw std::logic_error("a column purpose holds no known purpose");
}

UserView read_user_view(const sqlite::Query& row) {
  return {.id = UserId(static_cast<std::uint64_t>(row.integer(0))),
          .email = row.string(1),
          .first_name = row.string(2),
          .last_name = row.string(3),
          .role = role_from(row.text(4)),
          .is_active = row.boolean(5),
          .email_verified = row.boolean(6),
          .version = row.integer(7),
          .created_at = row.timestamp(8),
          .updated_at = row.timestamp(9)};
}

}  // namespace ddd::user
