#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/session_repository.hpp>

namespace ddd::user {

struct LogOut {
  crypto::Secret refresh_token;
};

/// A user ends the session of one of its refresh tokens. Somebody else's, an unknown and an ended one are fine and
/// change nothing: the answer tells nothing about them.
class LogOutHandler {
 public:
  LogOutHandler(SessionRepository& sessions, OpaqueTokens& tokens, const Clock& clock)
      : sessions_(sessions), tokens_(tokens), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, LogOut command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, UserId caller, const LogOut& command);

  SessionRepository& sessions_;
  OpaqueTokens& tokens_;
  const Clock& clock_;
};

}  // namespace ddd::user
