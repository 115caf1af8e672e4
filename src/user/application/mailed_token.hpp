#pragma once

#include <ddd/user/application/ports/account_tokens.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

/// The good token that somebody shows. All referred to outlive the task. Error: `user.token_invalid`, the same for
/// every reason.
[[nodiscard]] Task<Result<AccountToken>> find_good(AccountTokens& account_tokens, const OpaqueTokens& tokens,
                                                   const crypto::Secret& shown, TokenPurpose purpose, Timestamp now);
/// Whose token it is. Error: `user.token_invalid` for an account that is gone or inactive.
[[nodiscard]] Task<Result<User>> owner_of(UserRepository& users, const AccountToken& token);

}  // namespace ddd::user
