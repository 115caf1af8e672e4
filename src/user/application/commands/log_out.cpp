#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/log_out.hpp>

namespace ddd::user {

Task<Result<>> LogOutHandler::handle(const CallContext& call, LogOut command) {
  DDD_CO_TRY(const auto caller, require_user(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, caller.user_id, command); });
}

Task<Result<>> LogOutHandler::attempt(const CallContext& call, UserId caller, const LogOut& command) {
  DDD_CO_TRY(auto session, co_await sessions_.find_by_refresh_hash(tokens_.hash_of(command.refresh_token)));
  if (!session || session->user_id() != caller) co_return Result<>{};
  const auto now = clock_.now();
  session->revoke(RevocationReason::logout, now);
  if (!session->has_changes()) co_return Result<>{};
  co_return co_await sessions_.save(*session, SaveContext::of(call, now));
}

}  // namespace ddd::user
