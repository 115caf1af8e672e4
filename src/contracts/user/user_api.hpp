#pragma once

#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::contracts {

struct UserToValidate {
  UserId user_id;
  SessionId session_id;
};

struct UserValidity {
  UserId user_id;
  /// The account is active and the session lives, by the user database: true even when the broker is away.
  bool valid = false;
};

/// What the user context offers to other contexts: ddd.user.v1's internal calls. Error: `auth.internal_only` without a
/// service identity.
class UserApi {
 public:
  virtual ~UserApi() = default;
  /// In the order asked, at most 100.
  [[nodiscard]] virtual Task<Result<std::vector<UserValidity>>> validate_users(const CallContext& call,
                                                                               std::vector<UserToValidate> users) = 0;
};

}  // namespace ddd::contracts
