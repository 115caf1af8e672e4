#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/account_tokens.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

struct VerifyEmail {
  crypto::Secret token;  ///< of a mail for that purpose
};

/// Whoever reads an account's mail verifies its address. Error: `user.token_invalid`.
class VerifyEmailHandler {
 public:
  VerifyEmailHandler(UserRepository& users, AccountTokens& account_tokens, OpaqueTokens& tokens, const Clock& clock)
      : users_(users), account_tokens_(account_tokens), tokens_(tokens), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, VerifyEmail command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, const VerifyEmail& command);

  UserRepository& users_;
  AccountTokens& account_tokens_;
  OpaqueTokens& tokens_;
  const Clock& clock_;
};

}  // namespace ddd::user
