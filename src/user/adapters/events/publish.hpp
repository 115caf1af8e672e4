#pragma once

#include <vector>

#include <ddd/platform/messaging/event.hpp>
#include <ddd/user/domain/risk.hpp>
#include <ddd/user/domain/session.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

// The pending facts of each aggregate in the published language (ddd/contracts/user), ready to be stored with the save.
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const User& user);
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Session& session);
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Risk& risk);

}  // namespace ddd::user
