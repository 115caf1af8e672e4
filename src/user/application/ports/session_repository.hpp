#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

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
  [[nodiscard]] virtual Task<Result<std::optional<Session>>> find_by_refresh_hash(TokenHash hash) = 0;
  /// Those of a user that are alive at `now`, oldest first.
  [[nodiscard]] virtual Task<Result<std::vector<Session>>> alive_of(UserId user_id, Timestamp now) = 0;
  /// A new session of a user who is of that version still: else `store.version_conflict`, since what was good for the
  /// login may be good no more.
  [[nodiscard]] virtual Task<Result<>> add(Session& session, std::int64_t user_version, SaveContext context) = 0;
  [[nodiscard]] virtual Task<Result<>> save(Session& session, SaveContext context) = 0;
  /// Takes out at most `limit` whose time is over, revoked or not, with the tokens they used up; gives how many.
  [[nodiscard]] virtual Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) = 0;
};

}  // namespace ddd::user
