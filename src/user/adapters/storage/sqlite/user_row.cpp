#include <stdexcept>

#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {

UserRole role_from(std::string_view text) {
  for (const auto role : {UserRole::user, UserRole::admin}) {
    if (to_text(role) == text) return role;
  }
  throw std::logic_error("users.role holds no known role");
}

}  // namespace ddd::user
