#include <utility>

#include <ddd/user/application/token_pair.hpp>

namespace ddd::user {

TokenPair token_pair(AccessTokens& access_tokens, const User& user, const Session& session,
                     crypto::Secret refresh_token, Timestamp now) {
  const auto role = user.state().role == UserRole::admin ? Role::admin : Role::user;
  auto access = access_tokens.issue({.user_id = user.id(), .role = role, .session_id = session.id()}, now);
  return {
      .access_token = std::move(access.text), .expires_in = access.lifetime, .refresh_token = std::move(refresh_token)};
}

}  // namespace ddd::user
