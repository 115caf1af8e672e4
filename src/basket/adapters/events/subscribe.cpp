#include <ddd/basket/adapters/events/subscribe.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::basket {
namespace {

constexpr std::string_view kSubtractGroup = "basket.subtract_paid_lines";
constexpr std::string_view kDiscardGroup = "basket.discard_baskets";

Handled to_handled(Subtraction outcome) {
  switch (outcome) {
    case Subtraction::done:
      return Handled::applied;
    case Subtraction::repeated:
      return Handled::duplicate;
    case Subtraction::no_basket:
      return Handled::stale;
  }
  std::unreachable();
}

Handled to_handled(Discarding outcome) {
  switch (outcome) {
    case Discarding::done:
      return Handled::applied;
    case Discarding::no_basket:
      return Handled::stale;
  }
  std::unreachable();
}

Task<Result<Handled>> on_payment_event(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::PaymentCompletedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::PaymentCompletedV1>(event.data));
  // A direct purchase concerns no basket.
  if (!fact.basket_id) co_return Handled::ignored;
  if (!fact.basket_version) co_return Refused(errors::event_incomplete());
  BasketPaid paid{.user_id = fact.user_id,
                  .basket_id = *fact.basket_id,
                  .purchase = {.payment_id = fact.payment_id, .basket_version = *fact.basket_version, .lines = {}},
                  .event = {std::string(kSubtractGroup), event.id}};
  for (const auto& line : fact.lines) paid.purchase.lines.push_back({line.product_id, line.quantity});
  DDD_CO_TRY(const auto outcome, co_await application.policies.subtract_paid_lines.handle(call, std::move(paid)));
  co_return to_handled(outcome);
}

template <class Fact>
Task<Result<Handled>> discard(Application& application, const CallContext& call, const Event& event) {
  DDD_CO_TRY(const auto fact, json::decode_event<Fact>(event.data));
  AccountClosed closed{.user_id = fact.user_id, .at = event.time, .event = {std::string(kDiscardGroup), event.id}};
  DDD_CO_TRY(const auto outcome, co_await application.policies.discard_basket.handle(call, std::move(closed)));
  co_return to_handled(outcome);
}

Task<Result<Handled>> on_user_event(Application& application, const CallContext& call, const Event& event) {
  using namespace contracts;
  if (event.type == UserDeletedV1::type) co_return co_await discard<UserDeletedV1>(application, call, event);
  if (event.type == UserDeactivatedV1::type) co_return co_await discard<UserDeactivatedV1>(application, call, event);
  co_return Handled::ignored;
}

}  // namespace

std::vector<GroupSubscription> group_subscriptions(Application& application) {
  return {{.group = std::string(kSubtractGroup),
           .topic = std::string(contracts::kPaymentTopic),
           .handle = [&application](const CallContext& call,
                                    const Event& event) { return on_payment_event(application, call, event); }},
          {.group = std::string(kDiscardGroup),
           .topic = std::string(contracts::kUserTopic),
           .handle = [&application](const CallContext& call, const Event& event) {
             return on_user_event(application, call, event);
           }}};
}

}  // namespace ddd::basket
