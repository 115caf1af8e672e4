#pragma once

#include <cstddef>
#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct ListSessions {
  std::size_t limit = 20;
  std::optional<SessionId> before;
};

/// The caller's living sessions, newest first.
class ListSessionsHandler {
 public:
  ListSessionsHandler(UserViews& views, const Clock& clock) : views_(views), clock_(clock) {}

  [[nodiscard]] Task<Result<SessionPage>> handle(const CallContext& call, ListSessions query);

 private:
  UserViews& views_;
  const Clock& clock_;
};

}  // namespace ddd::user
