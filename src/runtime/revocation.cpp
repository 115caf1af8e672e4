#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/runtime/revocation.hpp>

namespace ddd {

BroadcastSubscription revocation_subscription(crypto::DeniedSessions& denied, const Clock& clock) {
  return {.name = "auth.revocation",
          .topic = std::string(contracts::kUserTopic),
          .handle = [&denied, &clock](const Event& event) {
            if (event.type != contracts::SessionsRevokedV1::type) return;
            const auto fact = json::decode_event<contracts::SessionsRevokedV1>(event.data);
            if (!fact) return;
            for (const auto& session : fact->session_ids) denied.deny(session, clock.now());
          }};
}

}  // namespace ddd
