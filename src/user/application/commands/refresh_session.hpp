#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/access_tokens.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

struct RefreshSession {
  crypto::Secret refresh_token;
};

/// Trades a refresh token for a new pair. Of two uses of one token, also at the same time, one wins and the other ends
/// the session. Errors: `auth.refresh_reused`; `auth.invalid_refresh_token` for a token that was never ours, an ended
/// session and an inactive account.
class RefreshSessionHandler {
 public:
  RefreshSessionHandler(UserRepository& users, SessionRepository& sessions, AccessTokens& access_tokens,
                        OpaqueTokens& tokens, const Clock& clock)
      : users_(users), sessions_(sessions), access_tokens_(access_tokens), tokens_(tokens), clock_(clock) {}

  [[nodiscard]] Task<Result<TokenPair>> handle(const CallContext& call, RefreshSession command);

 private:
  [[nodiscard]] Task<Result<TokenPair>> attempt(const CallContext& call, const RefreshSession& command);

  UserRepository& users_;
  SessionRepository& sessions_;
  AccessTokens& access_tokens_;
  OpaqueTokens& tokens_;
  const Clock& clock_;
};

}  // namespace ddd::user
