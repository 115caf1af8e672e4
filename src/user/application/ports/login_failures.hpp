#pragma once

#include <cstdint>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/user/domain/email.hpp>

namespace ddd::user {

struct RecentFailures {
  std::int64_t count = 0;
  Timestamp oldest;  ///< of those counted; only where there are any
};

/// Failed logins by e-mail address, whether or not it has an account: a difference would tell which ones have.
class LoginFailures {
 public:
  virtual ~LoginFailures() = default;
  /// Those at or after `since`.
  [[nodiscard]] virtual Task<Result<RecentFailures>> recent(Email email, Timestamp since) = 0;
  /// The accounts whose address has at least `least` of them at or after `since`.
  [[nodiscard]] virtual Task<Result<std::vector<UserId>>> accounts_with(std::int64_t least, Timestamp since) = 0;
  /// Notes one, and forgets everybody's from before `forget_before`, so that the record stays short.
  [[nodiscard]] virtual Task<Result<>> add(Email email, Timestamp at, Timestamp forget_before) = 0;
};

}  // namespace ddd::user
