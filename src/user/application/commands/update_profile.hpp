#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

struct UpdateProfile {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// A user edits its own profile. Errors: `user.invalid`, `user.stale`, `user.not_found`.
class UpdateProfileHandler {
 public:
  UpdateProfileHandler(UserRepository& users, const Clock& clock) : users_(users), clock_(clock) {}

  [[nodiscard]] Task<Result<UserView>> handle(const CallContext& call, UpdateProfile command);

 private:
  [[nodiscard]] Task<Result<UserView>> attempt(const CallContext& call, UserId caller, const ProfilePatch& patch,
                                               std::optional<std::int64_t> expected_version);

  UserRepository& users_;
  const Clock& clock_;
};

}  // namespace ddd::user
