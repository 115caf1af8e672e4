#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/user/application/views.hpp>

namespace ddd::user {

struct UserListing {
  UserFilter filter;
  UserSort sort = UserSort::newest;
  std::size_t limit = 20;
  std::optional<UserCursor> after;
  bool with_total = false;
};

/// The read side.
class UserViews {
 public:
  virtual ~UserViews() = default;
  /// Those of `ids` that exist, in no particular order.
  [[nodiscard]] virtual Task<Result<std::vector<UserView>>> find_many(std::vector<UserId> ids) = 0;
  /// In keyset order: stable while others insert.
  [[nodiscard]] virtual Task<Result<UserPage>> list(UserListing listing) = 0;
  /// For each in the order asked: the account is active, and the session is its own and alive at `now`.
  [[nodiscard]] virtual Task<Result<std::vector<UserValidity>>> validity(std::vector<UserSession> sessions,
                                                                         Timestamp now) = 0;
  /// A user's sessions that are alive at `now`, newest first; `before` is the one to go on from.
  [[nodiscard]] virtual Task<Result<SessionPage>> sessions(UserId user_id, Timestamp now, std::size_t limit,
                                                           std::optional<SessionId> before) = 0;
  /// All that is held of a user, as of one moment; nothing when there is no such user.
  [[nodiscard]] virtual Task<Result<std::optional<HeldData>>> everything(UserId id) = 0;
};

}  // namespace ddd::user
