#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/api/authenticator.hpp>
#include <ddd/platform/crypto/verified_token_cache.hpp>

namespace ddd {

/// Bearer tokens by the shard's cache of verified ones; revoked sessions are refused on every use.
class TokenAuthenticator final : public api::Authenticator {
 public:
  TokenAuthenticator(crypto::VerifiedTokenCache& tokens, const Clock& clock) : tokens_(tokens), clock_(clock) {}

  [[nodiscard]] Result<Principal> authenticate(std::string_view token) override {
    DDD_TRY(const auto claims, tokens_.verify(token, clock_.now()));
    return Principal{.user_id = claims.subject, .role = claims.role, .session_id = claims.session};
  }

 private:
  crypto::VerifiedTokenCache& tokens_;
  const Clock& clock_;
};

}  // namespace ddd
