#pragma once

#include <optional>
#include <string>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/idempotency.hpp>

namespace ddd {

/// Reads the idempotency records that a context's saves write. One per context, because a record lives in the database
/// of the effect it guards.
class IdempotencyStore {
 public:
  virtual ~IdempotencyStore() = default;
  [[nodiscard]] virtual Task<Result<std::optional<IdempotencyRecord>>> find(UserId user_id, std::string key) = 0;
};

}  // namespace ddd
