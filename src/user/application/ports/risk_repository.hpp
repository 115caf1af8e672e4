#pragma once

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/user/domain/risk.hpp>

namespace ddd::user {

/// Where the risks of accounts live; they go with their account.
class RiskRepository {
 public:
  virtual ~RiskRepository() = default;
  /// One of which nothing was noted for a user without.
  [[nodiscard]] virtual Task<Result<Risk>> find(UserId user_id) = 0;
  /// With what SaveContext says beside it, in one transaction. Errors: `user.not_found` when the account is gone, and
  /// SaveContext's.
  [[nodiscard]] virtual Task<Result<>> save(Risk& risk, SaveContext context) = 0;
};

}  // namespace ddd::user
