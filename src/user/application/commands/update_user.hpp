#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

struct UpdateUser {
  UserId id;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> role;
  std::optional<bool> is_active;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
  Render<UserView> render = nullptr;
};

/// An administrator edits an account; assigning a role is an edit too. Another role and deactivation end the user's
/// sessions. Errors: `user.not_found`, `user.invalid`, `user.stale`, `user.last_admin`.
class UpdateUserHandler {
 public:
  UpdateUserHandler(UserRepository& users, SessionRepository& sessions, const Clock& clock)
      : users_(users), sessions_(sessions), clock_(clock) {}

  [[nodiscard]] Task<Result<UserView>> handle(const CallContext& call, UpdateUser command);

 private:
  [[nodiscard]] Task<Result<UserView>> attempt(const CallContext& call, const UpdateUser& command,
                                               const AccountPatch& patch);

  UserRepository& users_;
  SessionRepository& sessions_;
  const Clock& clock_;
};

}  // namespace ddd::user
