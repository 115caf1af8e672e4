#include <utility>

#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/refresh_session.hpp>
#include <ddd/user/application/token_pair.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<TokenPair>> RefreshSessionHandler::handle(const CallContext& call, RefreshSession command) {
  co_return co_await retry_on_conflict([&] { return attempt(call, command); });
}

Task<Result<TokenPair>> RefreshSessionHandler::attempt(const CallContext& call, const RefreshSession& command) {
  const auto presented = tokens_.hash_of(command.refresh_token);
  DDD_CO_TRY(auto session, co_await sessions_.find_by_refresh_hash(presented));
  if (!session) co_return Refused(errors::invalid_refresh_token());
  auto next = tokens_.make();
  const auto now = clock_.now();
  if (auto rotated = session->rotate(presented, std::move(next.hash), now); !rotated) {
    if (session->has_changes()) DDD_CO_CHECK(co_await sessions_.save(*session, SaveContext::of(call, now)));
    co_return Refused(std::move(rotated).error());
  }
  const auto user = co_await users_.find(session->user_id());
  if (!user && user.error().kind != ErrorKind::not_found) co_return Refused(user.error());
  if (!user || !user->state().is_active) co_return Refused(errors::invalid_refresh_token());
  DDD_CO_CHECK(co_await sessions_.save(*session, SaveContext::of(call, now)));
  co_return token_pair(access_tokens_, *user, *session, std::move(next.text), now);
}

}  // namespace ddd::user
