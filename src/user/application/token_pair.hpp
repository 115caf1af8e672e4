#pragma once

#include <ddd/user/application/ports/access_tokens.hpp>
#include <ddd/user/application/views.hpp>
#include <ddd/user/domain/session.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// The tokens of a session that has been saved with the hash of `refresh_token`.
[[nodiscard]] TokenPair token_pair(AccessTokens& access_tokens, const User& user, const Session& session,
                                   crypto::Secret refresh_token, Timestamp now);

}  // namespace ddd::user
