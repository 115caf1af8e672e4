#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/access_tokens.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct ValidateToken {
  crypto::Secret token;
};

/// What an access token says, if it is good now: well made, in its time, its session alive and its account active, by
/// the database. Error: `auth.invalid_token`, the same for every reason.
class ValidateTokenHandler {
 public:
  ValidateTokenHandler(UserViews& views, AccessTokens& access_tokens, const Clock& clock)
      : views_(views), access_tokens_(access_tokens), clock_(clock) {}

  [[nodiscard]] Task<Result<TokenValidity>> handle(const CallContext& call, ValidateToken query);

 private:
  UserViews& views_;
  AccessTokens& access_tokens_;
  const Clock& clock_;
};

}  // namespace ddd::user
