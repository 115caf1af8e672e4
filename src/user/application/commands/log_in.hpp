#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/password_attempts.hpp>
#include <ddd/user/application/ports/access_tokens.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/password_hashing.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

struct LogIn {
  std::string email;
  crypto::Secret password;
};

/// Somebody proves to own an account and gets a session. Errors: `auth.invalid_credentials`, the same and after the
/// same work for an unknown e-mail address, a wrong password and an inactive account; `auth.too_many_logins`; those of
/// PasswordHashing.
class LogInHandler {
 public:
  LogInHandler(UserRepository& users, SessionRepository& sessions, PasswordAttempts& attempts,
               PasswordHashing& passwords, AccessTokens& access_tokens, OpaqueTokens& tokens, const Clock& clock,
               IdSource& ids)
      : users_(users),
        sessions_(sessions),
        attempts_(attempts),
        passwords_(passwords),
        access_tokens_(access_tokens),
        tokens_(tokens),
        clock_(clock),
        ids_(ids) {}

  [[nodiscard]] Task<Result<SignedIn>> handle(const CallContext& call, LogIn command);

 private:
  [[nodiscard]] Task<Result<User>> authenticate(Email email, crypto::Secret password);
  [[nodiscard]] Task<> renew_hash(const CallContext& call, User& user, crypto::Secret password);
  [[nodiscard]] Task<Result<SignedIn>> open_session(const CallContext& call, const User& authenticated);

  UserRepository& users_;
  SessionRepository& sessions_;
  PasswordAttempts& attempts_;
  PasswordHashing& passwords_;
  AccessTokens& access_tokens_;
  OpaqueTokens& tokens_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::user
