#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/user/domain/user_role.hpp>

namespace ddd::user {

std::string_view to_text(UserRole role) {
  switch (role) {
    case UserRole::user:
      return "user";
    case UserRole::admin:
      return "admin";
  }
  std::unreachable();
}

Result<UserRole> parse_role(std::string_view text) {
  for (const auto role : {UserRole::user, UserRole::admin}) {
    if (to_text(role) == text) return role;
  }
  return broken_rule("user.role_invalid", "one_of", "A role is user or admin.");
}

}  // namespace ddd::user
