#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/list_sessions.hpp>

namespace ddd::user {

Task<Result<SessionPage>> ListSessionsHandler::handle(const CallContext& call, ListSessions query) {
  DDD_CO_TRY(const auto caller, require_user(call));
  co_return co_await views_.sessions(caller.user_id, clock_.now(), query.limit, std::move(query.before));
}

}  // namespace ddd::user
