#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/user/domain/user_role.hpp>

namespace ddd::user {

// Facts about a user.
struct UserRegistered {};
struct UserUpdated {
  std::vector<std::string> changed;  ///< names of the fields
};
struct UserRoleChanged {
  UserRole role = UserRole::user;
};
struct UserDeactivated {};
struct UserReactivated {};
struct PasswordChanged {};
struct UserDeleted {};

using UserEvent = std::variant<UserRegistered, UserUpdated, UserRoleChanged, UserDeactivated, UserReactivated,
                               PasswordChanged, UserDeleted>;

enum class RevocationReason { logout, refresh_reused, password_changed, role_changed, deactivated, deleted };
[[nodiscard]] std::string_view to_text(RevocationReason reason);

// Facts about a session.
struct SessionsRevoked {
  std::vector<SessionId> session_ids;
  RevocationReason reason = RevocationReason::logout;
};

using SessionEvent = std::variant<SessionsRevoked>;

}  // namespace ddd::user
