#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/held_elsewhere.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct ExportAccount {};

/// All that the shop holds of the caller. Errors: `user.not_found`, those of HeldElsewhere: half of it is no answer.
class ExportAccountHandler {
 public:
  ExportAccountHandler(UserViews& views, HeldElsewhere& elsewhere) : views_(views), elsewhere_(elsewhere) {}

  [[nodiscard]] Task<Result<AccountExport>> handle(const CallContext& call, ExportAccount query);

 private:
  UserViews& views_;
  HeldElsewhere& elsewhere_;
};

}  // namespace ddd::user
