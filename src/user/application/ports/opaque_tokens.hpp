#pragma once

#include <ddd/platform/crypto/secret.hpp>
#include <ddd/user/domain/hashes.hpp>

namespace ddd::user {

struct OpaqueToken {
  crypto::Secret text;
  TokenHash hash;
};

/// Makes the tokens that say nothing by themselves: to refresh a session, to reset a password, to verify an address.
/// 256 random bits, known to us by their hash alone.
class OpaqueTokens {
 public:
  virtual ~OpaqueTokens() = default;
  [[nodiscard]] virtual OpaqueToken make() = 0;
  /// Of any text at all.
  [[nodiscard]] virtual TokenHash hash_of(const crypto::Secret& token) const = 0;
};

}  // namespace ddd::user
