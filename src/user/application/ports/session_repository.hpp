#pragma once

#include <optional>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/user/domain/session.hpp>

namespace ddd::user {

/// Where sessions live. `save` and `add` write what SaveContext says beside the session, in one transaction, and its
/// errors.
class SessionRepository {
 public:
  virtual ~SessionRepository() = default;
  [[nodiscard]] virtual Task<Result<std::optional<Session>>> find(SessionId id) = 0;
  /// The session whose current token has this hash, or one that it used up.
  [[nodiscard]] virtual Task<Result<std::optional<Session>>> find_by_refresh_hash(RefreshHash hash) = 0;
  [[nodiscard]] virtual Task<Result<>> add(Session& session, SaveContext context) = 0;
  [[nodiscard]] virtual Task<Result<>> save(Session& session, SaveContext context) = 0;
};

}  // namespace ddd::user
