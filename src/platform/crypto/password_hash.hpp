#pragma once

#include <cstddef>
#include <string>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/crypto/secret.hpp>

namespace ddd::crypto {

/// What one argon2id hash costs (RFC 9106; one lane). The default is OWASP's first choice, about 20 ms of a core.
struct PasswordCost {
  unsigned passes = 2;              ///< at least 1
  std::size_t memory_kib = 19'456;  ///< at least 8
};

/// A PHC string "$argon2id$v=19$m=19456,t=2,p=1$salt$hash" with a random salt of 16 bytes. No password is cut, whatever
/// its length. Blocks; on a shard use PasswordPool.
///
/// Errors: `crypto.out_of_memory`.
[[nodiscard]] Result<std::string> hash_password(const Secret& password, PasswordCost cost = {});

/// Whether `hash`, at its own cost, was made from this password; never true for a text that is no argon2id PHC string.
/// Blocks.
///
/// Errors: `crypto.out_of_memory`.
[[nodiscard]] Result<bool> verify_password(const std::string& hash, const Secret& password);

/// True when `hash` was made at another cost, so that a login should store a new one.
[[nodiscard]] bool needs_rehash(const std::string& hash, PasswordCost cost = {});

}  // namespace ddd::crypto
