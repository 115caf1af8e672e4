#include <string>
#include <utility>

#include <ddd/contracts/user/user_events.hpp>
#include <ddd/payment/adapters/events/subscribe.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::payment {
namespace {

constexpr std::string_view kForgetGroup = "payment.forget_wallets";

Handled to_handled(Forgetting outcome) {
  switch (outcome) {
    case Forgetting::done:
      return Handled::applied;
    case Forgetting::no_methods:
      return Handled::stale;
  }
  std::unreachable();
}

Task<Result<Handled>> on_user_event(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::UserDeletedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::UserDeletedV1>(event.data));
  AccountErased erased{.user_id = fact.user_id, .event = {std::string(kForgetGroup), event.id}};
  DDD_CO_TRY(const auto outcome, co_await application.policies.forget_wallet.handle(call, std::move(erased)));
  co_return to_handled(outcome);
}

}  // namespace

std::vector<GroupSubscription> group_subscriptions(Application& application) {
  return {{.group = std::string(kForgetGroup),
           .topic = std::string(contracts::kUserTopic),
           .handle = [&application](const CallContext& call, const Event& event) {
             return on_user_event(application, call, event);
           }}};
}

}  // namespace ddd::payment
