#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include <ddd/platform/crypto/denied_sessions.hpp>
#include <ddd/platform/crypto/jwt.hpp>

namespace ddd::crypto {

/// A TokenVerifier that does each token's signature once. Only tokens that passed are kept, at most `capacity`: the
/// ones that expire first make room. One per shard; not thread-safe.
class VerifiedTokenCache {
 public:
  /// `denied` outlives the cache and is asked on every use.
  VerifiedTokenCache(TokenVerifier verifier, const DeniedSessions& denied, std::size_t capacity = 10'000);

  /// As TokenVerifier::verify, and refuses denied sessions by the same error. Well below a microsecond for a known
  /// token.
  [[nodiscard]] Result<AccessClaims> verify(std::string_view token, Timestamp now);

  /// For a rotation of keys: forgets every token, since its key may have been withdrawn.
  void replace_verifier(TokenVerifier verifier);

  [[nodiscard]] std::size_t size() const { return by_expiry_.size(); }

 private:
  struct Known {
    std::string token;
    AccessClaims claims;
  };
  using ByExpiry = std::multimap<Timestamp, Known>;

  void keep(std::string_view token, const AccessClaims& claims, Timestamp now);
  void forget(ByExpiry::iterator known);

  TokenVerifier verifier_;
  const DeniedSessions& denied_;
  std::size_t capacity_;
  ByExpiry by_expiry_;
  std::unordered_map<std::string_view, ByExpiry::iterator> by_token_;  ///< views into by_expiry_
};

}  // namespace ddd::crypto
