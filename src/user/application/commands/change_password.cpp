#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/change_password.hpp>
#include <ddd/user/application/end_sessions.hpp>
#include <ddd/user/domain/errors.hpp>
#include <ddd/user/domain/password_rules.hpp>

namespace ddd::user {

Task<Result<>> ChangePasswordHandler::handle(const CallContext& call, ChangePassword command) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(const auto user, co_await users_.find(caller.user_id));
  const auto& state = user.state();
  Validation check;
  check.field("/new_password", check_password(command.new_password.reveal(), state.email.to_text()));
  if (!check.ok()) co_return std::move(check).refuse("user.invalid");
  DDD_CO_TRY(const bool proved,
             co_await attempts_.check(state.email, state.password_hash, std::move(command.current_password)));
  if (!proved) co_return Refused(errors::wrong_password());
  DDD_CO_TRY(const auto next, co_await passwords_.hash(std::move(command.new_password)));
  co_return co_await retry_on_conflict([&] { return attempt(call, caller, state.password_hash, next); });
}

Task<Result<>> ChangePasswordHandler::attempt(const CallContext& call, const Principal& caller,
                                              const PasswordHash& proved, const PasswordHash& next) {
  DDD_CO_TRY(auto user, co_await users_.find(caller.user_id));
  if (user.state().password_hash != proved) co_return Refused(errors::wrong_password());
  const auto now = clock_.now();
  user.change_password(next, now);
  DDD_CO_TRY(auto effects, co_await end_sessions(sessions_, user, now, caller.session_id));
  co_return co_await users_.save(user, std::move(effects), SaveContext::of(call, now));
}

}  // namespace ddd::user
