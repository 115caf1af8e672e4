#include <utility>

#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/verify_email.hpp>
#include <ddd/user/application/mailed_token.hpp>

namespace ddd::user {

Task<Result<>> VerifyEmailHandler::handle(const CallContext& call, VerifyEmail command) {
  co_return co_await retry_on_conflict([&] { return attempt(call, command); });
}

Task<Result<>> VerifyEmailHandler::attempt(const CallContext& call, const VerifyEmail& command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto token,
             co_await find_good(account_tokens_, tokens_, command.token, TokenPurpose::email_verification, now));
  DDD_CO_TRY(auto user, co_await owner_of(users_, token));
  user.verify_email(now);
  // Also when it was verified before: the token is used up all the same.
  co_return co_await users_.save(user, {.revoked = {}, .kept = {}, .used_token = std::move(token)},
                                 SaveContext::of(call, now));
}

}  // namespace ddd::user
