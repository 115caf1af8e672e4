#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/password_attempts.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

struct ChangePassword {
  crypto::Secret current_password;
  crypto::Secret new_password;
};

/// A user who knows its password takes another one; its other sessions end. Errors: `user.invalid`,
/// `user.wrong_password`, `user.not_found`, `auth.too_many_logins`, those of PasswordHashing.
class ChangePasswordHandler {
 public:
  ChangePasswordHandler(UserRepository& users, SessionRepository& sessions, PasswordAttempts& attempts,
                        PasswordHashing& passwords, const Clock& clock)
      : users_(users), sessions_(sessions), attempts_(attempts), passwords_(passwords), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, ChangePassword command);

 private:
  [[nodiscard]] Task<Result<>> attempt(const CallContext& call, const Principal& caller, const PasswordHash& proved,
                                       const PasswordHash& next);

  UserRepository& users_;
  SessionRepository& sessions_;
  PasswordAttempts& attempts_;
  PasswordHashing& passwords_;
  const Clock& clock_;
};

}  // namespace ddd::user
