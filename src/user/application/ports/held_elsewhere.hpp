#pragma once

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

/// What the other contexts hold of a person. Errors: whatever keeps them from answering.
class HeldElsewhere {
 public:
  virtual ~HeldElsewhere() = default;
  [[nodiscard]] virtual Task<Result<DataElsewhere>> find(const CallContext& call, UserId user_id) = 0;
};

}  // namespace ddd::user
