#pragma once

#include <ddd/platform/crypto/secret.hpp>
#include <ddd/user/domain/hashes.hpp>

namespace ddd::user {

struct RefreshToken {
  crypto::Secret text;
  RefreshHash hash;
};

/// Makes the tokens that a session is continued with: 256 random bits, known to us by their hash alone.
class RefreshTokens {
 public:
  virtual ~RefreshTokens() = default;
  [[nodiscard]] virtual RefreshToken make() = 0;
  /// Of any text at all.
  [[nodiscard]] virtual RefreshHash hash_of(const crypto::Secret& token) const = 0;
};

}  // namespace ddd::user
