#pragma once

#include <ddd/user/application/open_account.hpp>

namespace ddd::user {

struct CreateAdmin {
  NewAccount account;
};

/// The operator, by dddctl, makes an administrator; there is no other way to the first one. Errors:
/// `auth.internal_only`, `user.invalid`, `user.email_taken`, those of PasswordHashing.
class CreateAdminHandler {
 public:
  CreateAdminHandler(UserRepository& users, PasswordHashing& passwords, const Clock& clock)
      : users_(users), passwords_(passwords), clock_(clock) {}

  [[nodiscard]] Task<Result<UserView>> handle(const CallContext& call, CreateAdmin command);

 private:
  UserRepository& users_;
  PasswordHashing& passwords_;
  const Clock& clock_;
};

}  // namespace ddd::user
