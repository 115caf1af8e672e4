#pragma once

#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct ValidateUsers {
  std::vector<UserSession> users;  ///< at most 100
};

/// What payment needs to know before it moves money: are these accounts active and their sessions alive, by the
/// database, in the order asked. Error: `auth.internal_only`.
class ValidateUsersHandler {
 public:
  ValidateUsersHandler(UserViews& views, const Clock& clock) : views_(views), clock_(clock) {}

  [[nodiscard]] Task<Result<std::vector<UserValidity>>> handle(const CallContext& call, ValidateUsers query);

 private:
  UserViews& views_;
  const Clock& clock_;
};

}  // namespace ddd::user
