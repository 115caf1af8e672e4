#pragma once

#include <optional>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// Where users live. `save` and `add` write what SaveContext says beside the user, in one transaction, and its errors.
class UserRepository {
 public:
  virtual ~UserRepository() = default;
  /// A number no user had before.
  [[nodiscard]] virtual Task<Result<UserId>> next_id() = 0;
  /// Error: `user.not_found`.
  [[nodiscard]] virtual Task<Result<User>> find(UserId id) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<User>>> find_by_email(Email email) = 0;
  /// A new user. Error: `user.email_taken`.
  [[nodiscard]] virtual Task<Result<>> add(User& user, SaveContext context) = 0;
  [[nodiscard]] virtual Task<Result<>> save(User& user, SaveContext context) = 0;
};

}  // namespace ddd::user
