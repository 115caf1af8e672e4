#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct GetProfile {};

/// The caller's own data. Error: `user.not_found`.
class GetProfileHandler {
 public:
  explicit GetProfileHandler(UserViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<UserView>> handle(const CallContext& call, GetProfile query);

 private:
  UserViews& views_;
};

}  // namespace ddd::user
