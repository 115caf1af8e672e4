#include <string>
#include <utility>

#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/user/adapters/events/subscribe.hpp>

namespace ddd::user {
namespace {

void tell_revoked(const Event& event, const std::function<void(const SessionId&)>& revoked) {
  if (event.type != contracts::SessionsRevokedV1::type) return;
  const auto fact = json::decode_event<contracts::SessionsRevokedV1>(event.data);
  if (!fact) return;
  for (const auto& id : fact->session_ids) revoked(id);
}

}  // namespace

BroadcastSubscription revocation_subscription(std::function<void(const SessionId&)> revoked) {
  return {.name = "user.revoked_sessions",
          .topic = std::string(contracts::kUserTopic),
          .handle = [revoked = std::move(revoked)](const Event& event) { tell_revoked(event, revoked); }};
}

}  // namespace ddd::user
