#include <utility>

#include <ddd/user/application/end_sessions.hpp>

namespace ddd::user {

Task<Result<AccountEffects>> end_sessions(SessionRepository& sessions, const User& user, Timestamp now,
                                          std::optional<SessionId> kept) {
  AccountEffects effects;
  const auto reason = user.ends_sessions();
  if (!reason) co_return effects;
  DDD_CO_TRY(effects.revoked, co_await sessions.alive_of(user.id(), now));
  std::erase_if(effects.revoked, [&](const Session& session) { return session.id() == kept; });
  for (auto& session : effects.revoked) session.revoke(*reason, now);
  effects.kept = std::move(kept);
  co_return effects;
}

}  // namespace ddd::user
