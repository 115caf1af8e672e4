#pragma once

#include <cstddef>
#include <string>

#include <ddd/platform/async/worker_pool.hpp>
#include <ddd/platform/crypto/password_hash.hpp>

namespace ddd::crypto {

/// Password hashing off the shards: a few low-priority threads with a short queue, so that a flood of logins costs
/// logins alone. Owned by the process and usable from every shard. It goes after the shards have stopped and before
/// their io_contexts do, because its threads still post answers there.
///
/// Errors of `hash` and `verify`: `server.overloaded` (unavailable, with Retry-After) when the queue is full,
/// `crypto.out_of_memory`.
class PasswordPool {
 public:
  struct Options {
    PasswordCost cost;
    std::size_t threads = default_threads();
    std::size_t queue = 16;  ///< jobs that may wait
  };

  /// One per two cores, at least one.
  [[nodiscard]] static std::size_t default_threads();

  /// Computes one hash. Throws std::runtime_error when that can't be done.
  explicit PasswordPool(Options options);
  PasswordPool();

  [[nodiscard]] Task<Result<std::string>> hash(Secret password);
  [[nodiscard]] Task<Result<bool>> verify(std::string hash, Secret password);

  /// A hash of this pool's cost that no password matches: verified for an unknown user, it makes the answer take as
  /// long as for a known one.
  [[nodiscard]] const std::string& dummy_hash() const { return dummy_hash_; }
  [[nodiscard]] bool needs_rehash(const std::string& hash) const { return crypto::needs_rehash(hash, cost_); }
  /// Jobs waiting or running.
  [[nodiscard]] std::size_t depth() const { return workers_.depth(); }

 private:
  PasswordCost cost_;
  std::string dummy_hash_;
  WorkerPool workers_;
};

}  // namespace ddd::crypto
