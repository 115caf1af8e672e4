#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

/// Accounts, for administrators.
class ListUsersHandler {
 public:
  explicit ListUsersHandler(UserViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<UserPage>> handle(const CallContext& call, UserListing query);

 private:
  UserViews& views_;
};

}  // namespace ddd::user
