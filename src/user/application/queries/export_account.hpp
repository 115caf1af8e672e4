#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct ExportAccount {};

/// All that this context holds of the caller. Error: `user.not_found`.
class ExportAccountHandler {
 public:
  explicit ExportAccountHandler(UserViews& views) : views_(views) {}

  [[nodiscard]] Task<Result<HeldData>> handle(const CallContext& call, ExportAccount query);

 private:
  UserViews& views_;
};

}  // namespace ddd::user
