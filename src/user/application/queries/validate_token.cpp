#include <ddd/platform/crypto/errors.hpp>
#include <ddd/user/application/queries/validate_token.hpp>

namespace ddd::user {

Task<Result<TokenValidity>> ValidateTokenHandler::handle(const CallContext&, ValidateToken query) {
  const auto now = clock_.now();
  DDD_CO_TRY(const auto facts, access_tokens_.verify(query.token, now));
  const auto& [user_id, role, session_id] = facts.principal;
  DDD_CO_TRY(const auto validity, co_await views_.validity({{user_id, session_id}}, now));
  if (!validity.front().valid) co_return Refused(crypto::errors::invalid_token());
  co_return TokenValidity{.user_id = user_id, .role = role, .expires_at = facts.expires_at};
}

}  // namespace ddd::user
