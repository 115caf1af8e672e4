#include <ddd/basket/adapters/events/subscribe.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::basket {
namespace {

constexpr std::string_view kSubtractGroup = "basket.subtract_paid_lines";
constexpr std::string_view kDiscardGroup = "basket.discard_baskets";
constexpr std::string_view kFlagGroup = "basket.flag_lines";
constexpr std::string_view kCheckoutGroup = "basket.mark_checkouts";

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

Task<Result<Handled>> begin_checkout(Application& application, const CallContext& call, const Event& event) {
  DDD_CO_TRY(const auto fact, json::decode_event<contracts::PaymentInitiatedV1>(event.data));
  if (!fact.basket_id) co_return Handled::ignored;
  CheckoutBegan began{*fact.basket_id, fact.payment_id, event.time, {std::string(kCheckoutGroup), event.id}};
  DDD_CO_CHECK(co_await application.policies.mark_checkout.handle(call, std::move(began)));
  co_return Handled::applied;
}

template <class Fact>
Task<Result<Handled>> end_checkout(Application& application, const CallContext& call, const Event& event) {
  DDD_CO_TRY(const auto fact, json::decode_event<Fact>(event.data));
  CheckoutEnded ended{fact.payment_id, {std::string(kCheckoutGroup), event.id}};
  DDD_CO_CHECK(co_await application.policies.mark_checkout.handle(call, std::move(ended)));
  co_return Handled::applied;
}

Task<Result<Handled>> on_checkout_event(Application& application, const CallContext& call, const Event& event) {
  using namespace contracts;
  if (event.type == PaymentInitiatedV1::type) co_return co_await begin_checkout(application, call, event);
  if (event.type == PaymentCompletedV1::type)
    co_return co_await end_checkout<PaymentCompletedV1>(application, call, event);
  if (event.type == PaymentFailedV1::type) co_return co_await end_checkout<PaymentFailedV1>(application, call, event);
  if (event.type == PaymentCancelledV1::type)
    co_return co_await end_checkout<PaymentCancelledV1>(application, call, event);
  if (event.type == PaymentExpiredV1::type) co_return co_await end_checkout<PaymentExpiredV1>(application, call, event);
  co_return Handled::ignored;
}

/// What may make a line better or worse than it was.
bool changes_an_offer(std::string_view type) {
  using namespace contracts;
  return type == ProductPriceChangedV1::type || type == ProductActivatedV1::type ||
         type == ProductDeactivatedV1::type || type == ProductDeletedV1::type || type == StockDepletedV1::type ||
         type == StockReplenishedV1::type;
}

Task<Result<Handled>> on_product_event(Application& application, const CallContext& call, const Event& event) {
  if (!changes_an_offer(event.type)) co_return Handled::ignored;
  const auto product_id = ProductId::parse(event.key);
  if (!product_id) co_return Refused(errors::event_without_product());
  DDD_CO_TRY(const auto flagged, co_await application.policies.flag_lines.handle(call, OfferChanged{*product_id}));
  co_return flagged > 0 ? Handled::applied : Handled::stale;
}

template <class Fact>
Task<Result<Handled>> discard(Application& application, const CallContext& call, const Event& event) {
  DDD_CO_TRY(const auto fact, json::decode_event<Fact>(event.data));
  AccountClosed closed{.user_id = fact.user_id,
                       .at = event.time,
                       .for_good = event.type == contracts::UserDeletedV1::type,
                       .event = {std::string(kDiscardGroup), event.id}};
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
           .handle = [&application](const CallContext& call,
                                    const Event& event) { return on_user_event(application, call, event); }},
          {.group = std::string(kFlagGroup),
           .topic = std::string(contracts::kProductTopic),
           .handle = [&application](const CallContext& call,
                                    const Event& event) { return on_product_event(application, call, event); }},
          {.group = std::string(kCheckoutGroup),
           .topic = std::string(contracts::kPaymentTopic),
           .handle = [&application](const CallContext& call, const Event& event) {
             return on_checkout_event(application, call, event);
           }}};
}

}  // namespace ddd::basket
