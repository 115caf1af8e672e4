#include <utility>

#include <ddd/user/application/mailed_token.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<AccountToken>> find_good(AccountTokens& account_tokens, const OpaqueTokens& tokens,
                                     const crypto::Secret& shown, TokenPurpose purpose, Timestamp now) {
  DDD_CO_TRY(auto token, co_await account_tokens.find(tokens.hash_of(shown), purpose));
  if (!token || !token->is_good(now)) co_return Refused(errors::token_invalid());
  co_return *std::move(token);
}

Task<Result<User>> owner_of(UserRepository& users, const AccountToken& token) {
  auto user = co_await users.find(token.user_id);
  const bool is_gone = !user && user.error().kind == ErrorKind::not_found;
  if (is_gone || (user && !user->state().is_active)) co_return Refused(errors::token_invalid());
  co_return user;
}

}  // namespace ddd::user
