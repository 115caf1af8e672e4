#include <string>
#include <utility>

#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/user/adapters/events/subscribe.hpp>

namespace ddd::user {
namespace {

constexpr std::string_view kVerificationGroup = "user.order_verification";
constexpr std::string_view kForgetGroup = "user.forget_mails";
constexpr std::string_view kOrdersGroup = "user.count_orders";
constexpr std::string_view kRiskGroup = "user.watch_risk";

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

Task<Result<Handled>> on_erasure(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::UserDeletedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::UserDeletedV1>(event.data));
  DDD_CO_CHECK(co_await application.policies.forget_mails.handle(call, AccountErased{fact.user_id}));
  co_return Handled::applied;
}

Task<Result<Handled>> on_order(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::PaymentCompletedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::PaymentCompletedV1>(event.data));
  OrderPaid paid{.user_id = fact.user_id, .at = event.time, .event = {std::string(kOrdersGroup), event.id}};
  DDD_CO_TRY(const auto outcome, co_await application.policies.count_orders.handle(call, std::move(paid)));
  co_return outcome == OrderCounting::done ? Handled::applied : Handled::stale;
}

/// Where the shop itself could not deliver, the buyer did nothing.
bool is_the_shops_fault(std::string_view code) {
  return code == "insufficient_stock" || code == "stock_unavailable" || code == "reservation_lost";
}

Task<Result<Handled>> watch(Application& application, const CallContext& call, const Event& event, UserId user_id,
                            RiskSignal signal) {
  SignalSeen seen{
      .user_id = user_id, .signal = signal, .at = event.time, .event = InboxEntry{std::string(kRiskGroup), event.id}};
  DDD_CO_TRY(const auto outcome, co_await application.policies.watch_risk.handle(call, std::move(seen)));
  co_return outcome == Watching::noted ? Handled::applied : Handled::stale;
}

Task<Result<Handled>> on_risk(Application& application, const CallContext& call, const Event& event) {
  if (event.type == contracts::PaymentDisputedV1::type) {
    DDD_CO_TRY(const auto fact, json::decode_event<contracts::PaymentDisputedV1>(event.data));
    co_return co_await watch(application, call, event, fact.user_id, RiskSignal::payment_disputed);
  }
  if (event.type != contracts::PaymentFailedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::PaymentFailedV1>(event.data));
  if (is_the_shops_fault(fact.code)) co_return Handled::ignored;
  co_return co_await watch(application, call, event, fact.user_id, RiskSignal::payment_failed);
}

void tell_revoked(const Event& event, const std::function<void(const SessionId&)>& revoked) {
  if (event.type != contracts::SessionsRevokedV1::type) return;
  const auto fact = json::decode_event<contracts::SessionsRevokedV1>(event.data);
  if (!fact) return;
  for (const auto& id : fact->session_ids) revoked(id);
}

}  // namespace

std::vector<GroupSubscription> group_subscriptions(Application& application) {
  const auto subscribe = [&application](std::string_view group, std::string_view topic, auto* handler) {
    return GroupSubscription{.group = std::string(group),
                             .topic = std::string(topic),
                             .handle = [&application, handler](const CallContext& call, const Event& event) {
                               return handler(application, call, event);
                             }};
  };
  return {subscribe(kVerificationGroup, contracts::kUserTopic, &on_user_event),
          subscribe(kForgetGroup, contracts::kUserTopic, &on_erasure),
          subscribe(kOrdersGroup, contracts::kPaymentTopic, &on_order),
          subscribe(kRiskGroup, contracts::kPaymentTopic, &on_risk)};
}

BroadcastSubscription revocation_subscription(std::function<void(const SessionId&)> revoked) {
  return {.name = "user.revoked_sessions",
          .topic = std::string(contracts::kUserTopic),
          .handle = [revoked = std::move(revoked)](const Event& event) { tell_revoked(event, revoked); }};
}

}  // namespace ddd::user
