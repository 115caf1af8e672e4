#include <ddd/platform/crypto/errors.hpp>
#include <ddd/platform/crypto/verified_token_cache.hpp>

namespace ddd::crypto {

VerifiedTokenCache::VerifiedTokenCache(TokenVerifier verifier, const DeniedSessions& denied, std::size_t capacity)
    : verifier_(std::move(verifier)), denied_(denied), capacity_(capacity) {}

Result<AccessClaims> VerifiedTokenCache::verify(std::string_view token, Timestamp now) {
  if (const auto known = by_token_.find(token); known != by_token_.end()) {
    const auto& claims = known->second->second.claims;
    if (!verifier_.is_current(claims, now) || denied_.is_denied(claims.session, now)) {
      return Refused(errors::invalid_token());
    }
    return claims;
  }
  DDD_TRY(auto claims, verifier_.verify(token, now));
  if (denied_.is_denied(claims.session, now)) return Refused(errors::invalid_token());
  keep(token, claims, now);
  return claims;
}

void VerifiedTokenCache::replace_verifier(TokenVerifier verifier) {
  by_token_.clear();
  by_expiry_.clear();
  verifier_ = std::move(verifier);
}

void VerifiedTokenCache::keep(std::string_view token, const AccessClaims& claims, Timestamp now) {
  while (!by_expiry_.empty() &&
         (by_expiry_.size() >= capacity_ || !verifier_.is_current(by_expiry_.begin()->second.claims, now))) {
    forget(by_expiry_.begin());
  }
  const auto known = by_expiry_.emplace(claims.expires_at, Known{std::string(token), claims});
  by_token_.emplace(known->second.token, known);
}

void VerifiedTokenCache::forget(ByExpiry::iterator known) {
  by_token_.erase(known->second.token);
  by_expiry_.erase(known);
}

}  // namespace ddd::crypto
