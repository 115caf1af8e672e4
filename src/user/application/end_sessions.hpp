#pragma once

#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

/// Of the pending changes of `user`: where they end its sessions, all that live but `kept`. Both outlive the task.
[[nodiscard]] Task<Result<AccountEffects>> end_sessions(SessionRepository& sessions, const User& user, Timestamp now,
                                                        std::optional<SessionId> kept = std::nullopt);

}  // namespace ddd::user
