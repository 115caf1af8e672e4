#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/reset_password.hpp>
#include <ddd/user/application/end_sessions.hpp>
#include <ddd/user/application/mailed_token.hpp>
#include <ddd/user/domain/password_rules.hpp>

namespace ddd::user {

Task<Result<>> ResetPasswordHandler::handle(const CallContext& call, ResetPassword command) {
  // Before the slow hash, which is worth nothing to those who guess.
  DDD_CO_TRY(const auto token,
             co_await find_good(account_tokens_, tokens_, command.token, TokenPurpose::password_reset, clock_.now()));
  DDD_CO_TRY(const auto user, co_await owner_of(users_, token));
  Validation check;
  check.field("/new_password", check_password(command.new_password.reveal(), user.state().email.to_text()));
  if (!check.ok()) co_return std::move(check).refuse("user.invalid");
  DDD_CO_TRY(const auto next, co_await passwords_.hash(std::move(command.new_password)));
  co_return co_await retry_on_conflict([&] { return attempt(call, token, next); });
}

Task<Result<>> ResetPasswordHandler::attempt(const CallContext& call, const AccountToken& token,
                                             const PasswordHash& next) {
  DDD_CO_TRY(auto user, co_await owner_of(users_, token));
  const auto now = clock_.now();
  user.verify_email(now);
  user.change_password(next, now);
  DDD_CO_TRY(auto effects, co_await end_sessions(sessions_, user, now));
  effects.used_token = token;
  co_return co_await users_.save(user, std::move(effects), SaveContext::of(call, now));
}

}  // namespace ddd::user
