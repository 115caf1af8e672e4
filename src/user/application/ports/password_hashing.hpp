#pragma once

#include <optional>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/user/domain/hashes.hpp>

namespace ddd::user {

/// Slow hashing of passwords, away from the shard. Error of both tasks: of kind `unavailable` when too many wait.
class PasswordHashing {
 public:
  virtual ~PasswordHashing() = default;
  [[nodiscard]] virtual Task<Result<PasswordHash>> hash(crypto::Secret password) = 0;
  /// Whether the hash was made from this password. Without a hash it takes as long and is false.
  [[nodiscard]] virtual Task<Result<bool>> verify(std::optional<PasswordHash> hash, crypto::Secret password) = 0;
  /// True when `hash` was made at another cost than new ones are.
  [[nodiscard]] virtual bool is_outdated(const PasswordHash& hash) const = 0;
};

}  // namespace ddd::user
