#pragma once

#include <ddd/user/application/open_account.hpp>

namespace ddd::user {

struct RegisterUser {
  NewAccount account;
};

/// Anybody opens an account of role user. Errors: `user.invalid`, `user.email_taken`, those of PasswordHashing.
class RegisterUserHandler {
 public:
  RegisterUserHandler(UserRepository& users, PasswordHashing& passwords, const Clock& clock)
      : users_(users), passwords_(passwords), clock_(clock) {}

  [[nodiscard]] Task<Result<UserView>> handle(const CallContext& call, RegisterUser command);

 private:
  UserRepository& users_;
  PasswordHashing& passwords_;
  const Clock& clock_;
};

}  // namespace ddd::user
