#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/account_tokens.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/password_hashing.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

struct ResetPassword {
  crypto::Secret token;  ///< of a mail for that purpose
  crypto::Secret new_password;
};

/// Whoever reads an account's mail replaces its password; every session of it ends, and its address counts as verified.
/// Errors: `user.token_invalid`, `user.invalid`, those of PasswordHashing.
class ResetPasswordHandler {
 public:
  ResetPasswordHandler(UserRepository& users, SessionRepository& sessions, AccountTokens& account_tokens,
                       OpaqueTokens& tokens, PasswordHashing& passwords, const Clock& clock)
      : users_(users),
        sessions_(sessions),
        account_tokens_(account_tokens),
        tokens_(tokens),
        passwords_(passwords),
        clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, ResetPassword command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, const AccountToken& token, const PasswordHash& next);

  UserRepository& users_;
  SessionRepository& sessions_;
  AccountTokens& account_tokens_;
  OpaqueTokens& tokens_;
  PasswordHashing& passwords_;
  const Clock& clock_;
};

}  // namespace ddd::user
