#include <string>
#include <utility>

#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/payment/adapters/events/subscribe.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::payment {
namespace {

constexpr std::string_view kForgetGroup = "payment.forget_wallets";
constexpr std::string_view kBuyersGroup = "payment.give_up_of_buyers";
constexpr std::string_view kUnheldGroup = "payment.give_up_unheld";
constexpr std::string_view kStockGroup = "payment.follow_stock";
constexpr std::string_view kBasketsGroup = "payment.follow_baskets";

Handled to_handled(Forgetting outcome) {
  switch (outcome) {
    case Forgetting::done:
      return Handled::applied;
    case Forgetting::no_methods:
      return Handled::stale;
  }
  std::unreachable();
}
Handled to_handled(GivingUp outcome) {
  return outcome == GivingUp::done ? Handled::applied : Handled::stale;
}
Handled to_handled(Following outcome) {
  return outcome == Following::done ? Handled::applied : Handled::stale;
}

InboxEntry inbox(std::string_view group, const Event& event) {
  return {std::string(group), event.id};
}

Task<Result<Handled>> forget_wallet(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::UserDeletedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::UserDeletedV1>(event.data));
  AccountErased erased{.user_id = fact.user_id, .event = inbox(kForgetGroup, event)};
  DDD_CO_TRY(const auto outcome, co_await application.policies.forget_wallet.handle(call, std::move(erased)));
  co_return to_handled(outcome);
}

template <class Fact>
Task<Result<Handled>> give_up(Application& application, const CallContext& call, const Event& event,
                              std::string reason) {
  DDD_CO_TRY(const auto fact, json::decode_event<Fact>(event.data));
  BuyerGone gone{.user_id = fact.user_id, .reason = std::move(reason), .event = inbox(kBuyersGroup, event)};
  DDD_CO_TRY(const auto outcome, co_await application.policies.give_up_payments.handle(call, std::move(gone)));
  co_return to_handled(outcome);
}

Task<Result<Handled>> give_up_of_buyer(Application& application, const CallContext& call, const Event& event) {
  using namespace contracts;
  if (event.type == UserDeactivatedV1::type)
    co_return co_await give_up<UserDeactivatedV1>(application, call, event, "the account was deactivated");
  if (event.type == UserDeletedV1::type)
    co_return co_await give_up<UserDeletedV1>(application, call, event, "the account was erased");
  co_return Handled::ignored;
}

Task<Result<Handled>> give_up_unheld(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::StockReservationExpiredV1::type) co_return Handled::ignored;
  DDD_CO_TRY(auto fact, json::decode_event<contracts::StockReservationExpiredV1>(event.data));
  ReservationExpired expired{.payment_id = std::move(fact.payment_id), .event = inbox(kUnheldGroup, event)};
  DDD_CO_TRY(const auto outcome, co_await application.policies.give_up_payments.handle(call, std::move(expired)));
  co_return to_handled(outcome);
}

template <class Part>
Task<Result<Handled>> follow(Application& application, const CallContext& call, Part part) {
  DDD_CO_TRY(const auto outcome, co_await application.policies.follow_fulfilment.handle(call, std::move(part)));
  co_return to_handled(outcome);
}

Task<Result<Handled>> follow_stock(Application& application, const CallContext& call, const Event& event) {
  if (event.type == contracts::StockConsumeFailedV1::type) {
    DDD_CO_TRY(auto fact, json::decode_event<contracts::StockConsumeFailedV1>(event.data));
    co_return co_await follow(application, call,
                              PartFailed{.payment_id = std::move(fact.payment_id),
                                         .code = std::move(fact.code),
                                         .event = inbox(kStockGroup, event)});
  }
  if (event.type != contracts::StockUpdatedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::StockUpdatedV1>(event.data));
  auto payment_id = PaymentId::parse(fact.cause_id);
  if (fact.cause != "consumed" || !payment_id) co_return Handled::ignored;
  co_return co_await follow(
      application, call,
      PartFulfilled{
          .payment_id = *std::move(payment_id), .product_id = fact.product_id, .event = inbox(kStockGroup, event)});
}

Task<Result<Handled>> follow_basket(Application& application, const CallContext& call, const Event& event) {
  if (event.type != contracts::BasketClearedV1::type) co_return Handled::ignored;
  DDD_CO_TRY(auto fact, json::decode_event<contracts::BasketClearedV1>(event.data));
  if (!fact.payment_id) co_return Handled::ignored;
  co_return co_await follow(
      application, call,
      PartFulfilled{
          .payment_id = *std::move(fact.payment_id), .product_id = std::nullopt, .event = inbox(kBasketsGroup, event)});
}

using Handler = Task<Result<Handled>> (*)(Application&, const CallContext&, const Event&);

GroupSubscription subscription(Application& application, std::string_view group, std::string_view topic,
                               Handler handler) {
  return {.group = std::string(group),
          .topic = std::string(topic),
          .handle = [&application, handler](const CallContext& call, const Event& event) {
            return handler(application, call, event);
          }};
}

}  // namespace

std::vector<GroupSubscription> group_subscriptions(Application& application) {
  using namespace contracts;
  return {subscription(application, kForgetGroup, kUserTopic, &forget_wallet),
          subscription(application, kBuyersGroup, kUserTopic, &give_up_of_buyer),
          subscription(application, kUnheldGroup, kProductTopic, &give_up_unheld),
          subscription(application, kStockGroup, kProductTopic, &follow_stock),
          subscription(application, kBasketsGroup, kBasketTopic, &follow_basket)};
}

}  // namespace ddd::payment
