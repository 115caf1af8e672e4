#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/password_hashing.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

struct NewAccount {
  std::string email;
  crypto::Secret password;
  std::string first_name;
  std::string last_name;
};

/// What registering and making an administrator have in common. All referred to outlive the task.
/// Errors: `user.invalid`, `user.email_taken`, those of PasswordHashing.
[[nodiscard]] Task<Result<UserView>> open_account(UserRepository& users, PasswordHashing& passwords, const Clock& clock,
                                                  const CallContext& call, NewAccount account, UserRole role);

}  // namespace ddd::user
