#pragma once

#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/user/application/login_settings.hpp>
#include <ddd/user/application/ports/login_failures.hpp>
#include <ddd/user/application/ports/password_hashing.hpp>

namespace ddd::user {

/// Passwords as somebody typed them. Of one e-mail address only so many may be wrong within a time, wherever they are
/// asked for; past it none is tried.
class PasswordAttempts {
 public:
  PasswordAttempts(LoginFailures& failures, PasswordHashing& passwords, const LoginSettings& settings,
                   const Clock& clock)
      : failures_(failures), passwords_(passwords), settings_(settings), clock_(clock) {}

  /// Whether the hash was made from this password. Without a hash it takes as long, is false and counts as well.
  /// Errors: `auth.too_many_logins`, those of PasswordHashing.
  [[nodiscard]] Task<Result<bool>> check(Email email, std::optional<PasswordHash> hash, crypto::Secret password);

 private:
  [[nodiscard]] Task<Result<>> admit(Email email);

  LoginFailures& failures_;
  PasswordHashing& passwords_;
  const LoginSettings& settings_;
  const Clock& clock_;
};

}  // namespace ddd::user
