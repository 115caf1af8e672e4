#pragma once

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::user {

/// How much a user bought, as payment's events tell.
class OrderStatistics {
 public:
  virtual ~OrderStatistics() = default;
  /// One more order, with what SaveContext says beside it; the latest time is kept. False, and nothing is written, for
  /// an account that is gone.
  [[nodiscard]] virtual Task<Result<bool>> add(UserId user_id, Timestamp ordered_at, SaveContext context) = 0;
};

}  // namespace ddd::user
