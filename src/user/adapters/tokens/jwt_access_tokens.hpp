#pragma once

#include <chrono>

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/crypto/verified_token_cache.hpp>
#include <ddd/user/application/ports/access_tokens.hpp>

namespace ddd::user {

/// Access tokens as JWTs. One per shard: `verified` is the shard's own.
class JwtAccessTokens final : public AccessTokens {
 public:
  /// Also how long a revoked session's tokens could live without the deny set.
  static constexpr std::chrono::minutes kLifetime{10};

  JwtAccessTokens(const crypto::TokenSigner& signer, crypto::VerifiedTokenCache& verified, IdSource& ids)
      : signer_(signer), verified_(verified), ids_(ids) {}

  [[nodiscard]] AccessToken issue(const Principal& principal, Timestamp now) override;
  [[nodiscard]] Result<AccessFacts> verify(const crypto::Secret& token, Timestamp now) override;

 private:
  const crypto::TokenSigner& signer_;
  crypto::VerifiedTokenCache& verified_;
  IdSource& ids_;
};

}  // namespace ddd::user
