#pragma once

#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

/// The read side.
class UserViews {
 public:
  virtual ~UserViews() = default;
  /// Those of `ids` that exist, in no particular order.
  [[nodiscard]] virtual Task<Result<std::vector<UserView>>> find_many(std::vector<UserId> ids) = 0;
  /// For each in the order asked: the account is active, and the session is its own and alive at `now`.
  [[nodiscard]] virtual Task<Result<std::vector<UserValidity>>> validity(std::vector<UserSession> sessions,
                                                                         Timestamp now) = 0;
};

}  // namespace ddd::user
