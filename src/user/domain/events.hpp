#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ddd/kernel/ids.hpp>

namespace ddd::user {

// Facts about a user.
struct UserRegistered {};
struct UserUpdated {
  std::vector<std::string> changed;  ///< names of the fields
};

using UserEvent = std::variant<UserRegistered, UserUpdated>;

enum class RevocationReason { logout, refresh_reused };
[[nodiscard]] std::string_view to_text(RevocationReason reason);

// Facts about a session.
struct SessionsRevoked {
  std::vector<SessionId> session_ids;
  RevocationReason reason = RevocationReason::logout;
};

using SessionEvent = std::variant<SessionsRevoked>;

}  // namespace ddd::user
