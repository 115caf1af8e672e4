#pragma once

#include <cstddef>
#include <optional>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/user/domain/account_token.hpp>

namespace ddd::user {

/// The tokens that were mailed and not used yet. Using one is part of UserRepository::save.
class AccountTokens {
 public:
  virtual ~AccountTokens() = default;
  [[nodiscard]] virtual Task<Result<>> add(AccountToken token) = 0;
  /// One for another purpose is not found.
  [[nodiscard]] virtual Task<Result<std::optional<AccountToken>>> find(TokenHash hash, TokenPurpose purpose) = 0;
  /// Takes out at most `limit` that are too old; gives how many.
  [[nodiscard]] virtual Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) = 0;
};

}  // namespace ddd::user
