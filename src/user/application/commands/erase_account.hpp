#pragma once

#include <cstdint>
#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/password_attempts.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

struct EraseAccount {
  crypto::Secret password;
};

/// A user takes its account away, with all that is held of it, and proves by its password that it means it. Errors:
/// `user.wrong_password`, `user.last_admin`, `user.not_found`, `auth.too_many_logins`, those of PasswordHashing.
class EraseAccountHandler {
 public:
  EraseAccountHandler(UserRepository& users, SessionRepository& sessions, PasswordAttempts& attempts,
                      const Clock& clock)
      : users_(users), sessions_(sessions), attempts_(attempts), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, EraseAccount command);

 private:
  UserRepository& users_;
  SessionRepository& sessions_;
  PasswordAttempts& attempts_;
  const Clock& clock_;
};

struct DeleteUser {
  UserId id;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
};

/// An administrator takes an account away, with all that is held of it. Errors: `user.not_found`, `user.stale`,
/// `user.last_admin`.
class DeleteUserHandler {
 public:
  DeleteUserHandler(UserRepository& users, SessionRepository& sessions, const Clock& clock)
      : users_(users), sessions_(sessions), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, DeleteUser command);

 private:
  UserRepository& users_;
  SessionRepository& sessions_;
  const Clock& clock_;
};

}  // namespace ddd::user
