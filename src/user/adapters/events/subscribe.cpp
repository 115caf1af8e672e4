#include <string>
#include <utility>

#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/user/adapters/events/subscribe.hpp>

namespace ddd::user {
namespace {

constexpr std::string_view kVerificationGroup = "user.order_verification";

Handled to_handled(VerificationOrder outcome) {
  switch (outcome) {
    case VerificationOrder::made:
      return Handled::applied;
    case VerificationOrder::not_needed:
      return Handled::stale;
  }
  std::unreachable();
}

Task<Result<Handled>> on_user_event(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::UserRegisteredV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::UserRegisteredV1>(event.data));
  AccountOpened opened{.user_id = fact.user_id, .event = {std::string(kVerificationGroup), event.id}};
  DDD_CO_TRY(const auto outcome, co_await application.policies.order_verification.handle(call, std::move(opened)));
  co_return to_handled(outcome);
}

void tell_revoked(const Event& event, const std::function<void(const SessionId&)>& revoked) {
  if (event.type != contracts::SessionsRevokedV1::type) return;
  const auto fact = json::decode_event<contracts::SessionsRevokedV1>(event.data);
  if (!fact) return;
  for (const auto& id : fact->session_ids) revoked(id);
}

}  // namespace

std::vector<GroupSubscription> group_subscriptions(Application& application) {
  return {{.group = std::string(kVerificationGroup),
           .topic = std::string(contracts::kUserTopic),
           .handle = [&application](const CallContext& call, const Event& event) {
             return on_user_event(application, call, event);
           }}};
}

BroadcastSubscription revocation_subscription(std::function<void(const SessionId&)> revoked) {
  return {.name = "user.revoked_sessions",
          .topic = std::string(contracts::kUserTopic),
          .handle = [revoked = std::move(revoked)](const Event& event) { tell_revoked(event, revoked); }};
}

}  // namespace ddd::user
