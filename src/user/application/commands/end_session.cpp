#include <algorithm>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/end_session.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<>> EndSessionHandler::handle(const CallContext& call, EndSession command) {
  DDD_CO_TRY(const auto caller, require_user(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, caller.user_id, command.id); });
}

Task<Result<>> EndSessionHandler::attempt(const CallContext& call, UserId caller, const SessionId& id) {
  DDD_CO_TRY(auto session, co_await sessions_.find(id));
  const auto now = clock_.now();
  if (!session || session->user_id() != caller || !session->is_alive(now)) {
    co_return Refused(errors::session_not_found());
  }
  session->revoke(RevocationReason::logout, now);
  co_return co_await sessions_.save(*session, SaveContext::of(call, now));
}

Task<Result<>> EndAllSessionsHandler::handle(const CallContext& call, EndAllSessions) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(auto sessions, co_await sessions_.alive_of(caller.user_id, clock_.now()));
  std::ranges::partition(sessions, [&](const Session& session) { return session.id() != caller.session_id; });
  for (const auto& session : sessions) {
    const auto& id = session.id();
    DDD_CO_CHECK(co_await retry_on_conflict([&] { return attempt(call, id); }));
  }
  co_return Result<>{};
}

Task<Result<>> EndAllSessionsHandler::attempt(const CallContext& call, const SessionId& id) {
  DDD_CO_TRY(auto session, co_await sessions_.find(id));
  const auto now = clock_.now();
  if (!session || !session->is_alive(now)) co_return Result<>{};
  session->revoke(RevocationReason::logout, now);
  co_return co_await sessions_.save(*session, SaveContext::of(call, now));
}

}  // namespace ddd::user
