#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct GetUser {
  UserId id;
};

/// One account, for administrators. Error: `user.not_found`.
class GetUserHandler {
 public:
  explicit GetUserHandler(UserViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<UserView>> handle(const CallContext& call, GetUser query);

 private:
  UserViews& views_;
};

}  // namespace ddd::user
