#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/session_repository.hpp>

namespace ddd::user {

struct EndSession {
  SessionId id;
};

/// A user ends one of its sessions, on whatever device. Error: `user.session_not_found` for one that is unknown, over
/// or somebody else's.
class EndSessionHandler {
 public:
  EndSessionHandler(SessionRepository& sessions, const Clock& clock) : sessions_(sessions), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, EndSession command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, UserId caller, const SessionId& id);

  SessionRepository& sessions_;
  const Clock& clock_;
};

struct EndAllSessions {};

/// A user ends all of its sessions, the one that asks last, so that it can ask again if something comes between.
class EndAllSessionsHandler {
 public:
  EndAllSessionsHandler(SessionRepository& sessions, const Clock& clock) : sessions_(sessions), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, EndAllSessions command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, const SessionId& id);

  SessionRepository& sessions_;
  const Clock& clock_;
};

}  // namespace ddd::user
