#include <utility>

#include <ddd/user/adapters/tokens/jwt_access_tokens.hpp>

namespace ddd::user {

AccessToken JwtAccessTokens::issue(const Principal& principal, Timestamp now) {
  auto text = signer_.sign({.subject = principal.user_id,
                            .role = principal.role,
                            .session = principal.session_id,
                            .jti = ids_.next().to_text(),
                            .issued_at = now,
                            .expires_at = now + kLifetime});
  return {.text = crypto::Secret::take(std::move(text)), .lifetime = kLifetime};
}

Result<AccessFacts> JwtAccessTokens::verify(const crypto::Secret& token, Timestamp now) {
  DDD_TRY(auto claims, verified_.verify(token.reveal(), now));
  return AccessFacts{
      .principal = {.user_id = claims.subject, .role = claims.role, .session_id = std::move(claims.session)},
      .expires_at = claims.expires_at};
}

}  // namespace ddd::user
