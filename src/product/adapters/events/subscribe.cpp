#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/product/adapters/events/subscribe.hpp>

namespace ddd::product {
namespace {

constexpr std::string_view kSettleGroup = "product.settle_reservations";
constexpr std::string_view kDemandGroup = "product.follow_demand";

template <class Fact>
Task<Result<Handled>> settle(Application& application, const CallContext& call, const Event& event, bool completed) {
  DDD_CO_TRY(const auto fact, json::decode_event<Fact>(event.data));
  PaymentEnded ended{fact.payment_id, completed, {std::string(kSettleGroup), event.id}};
  DDD_CO_CHECK(co_await application.policies.settle_reservation.handle(call, std::move(ended)));
  co_return Handled::applied;
}

Task<Result<Handled>> restock(Application& application, const CallContext& call, const Event& event) {
  DDD_CO_TRY(auto fact, json::decode_event<contracts::PaymentRefundedV1>(event.data));
  // Money alone went back.
  if (!fact.restock || fact.lines.empty()) co_return Handled::ignored;
  GoodsReturned returned{.payment_id = std::move(fact.payment_id),
                         .refund_id = std::move(fact.refund_id),
                         .lines = {},
                         .event = {std::string(kSettleGroup), event.id}};
  for (const auto& line : fact.lines) returned.lines.push_back({line.product_id, line.quantity});
  DDD_CO_CHECK(co_await application.policies.restock_return.handle(call, std::move(returned)));
  co_return Handled::applied;
}

Task<Result<Handled>> on_payment_event(Application& application, const CallContext& call, const Event& event) {
  using namespace contracts;
  if (event.type == PaymentCompletedV1::type)
    co_return co_await settle<PaymentCompletedV1>(application, call, event, true);
  if (event.type == PaymentFailedV1::type) co_return co_await settle<PaymentFailedV1>(application, call, event, false);
  if (event.type == PaymentCancelledV1::type)
    co_return co_await settle<PaymentCancelledV1>(application, call, event, false);
  if (event.type == PaymentExpiredV1::type)
    co_return co_await settle<PaymentExpiredV1>(application, call, event, false);
  if (event.type == PaymentRefundedV1::type) co_return co_await restock(application, call, event);
  co_return Handled::ignored;
}

Task<Result<Handled>> follow(Application& application, const CallContext& call, const Event& event, BasketId basket_id,
                             const std::vector<contracts::BasketLineV1>& items) {
  BasketChanged changed{.contents = {.basket_id = std::move(basket_id), .sequence = event.sequence, .products = {}},
                        .event = {std::string(kDemandGroup), event.id}};
  for (const auto& item : items) changed.contents.products.insert(item.product_id);
  DDD_CO_TRY(const auto outcome, co_await application.policies.follow_demand.handle(call, std::move(changed)));
  co_return outcome == Following::done ? Handled::applied : Handled::stale;
}

template <class Fact>
Task<Result<Handled>> follow_items(Application& application, const CallContext& call, const Event& event) {
  DDD_CO_TRY(auto fact, json::decode_event<Fact>(event.data));
  co_return co_await follow(application, call, event, std::move(fact.basket_id), fact.items);
}

Task<Result<Handled>> on_basket_event(Application& application, const CallContext& call, const Event& event) {
  using namespace contracts;
  if (event.type == BasketItemAddedV1::type)
    co_return co_await follow_items<BasketItemAddedV1>(application, call, event);
  if (event.type == BasketItemRemovedV1::type)
    co_return co_await follow_items<BasketItemRemovedV1>(application, call, event);
  if (event.type == BasketClearedV1::type) co_return co_await follow_items<BasketClearedV1>(application, call, event);
  if (event.type == BasketExpiredV1::type) {
    DDD_CO_TRY(auto fact, json::decode_event<BasketExpiredV1>(event.data));
    co_return co_await follow(application, call, event, std::move(fact.basket_id), {});
  }
  co_return Handled::ignored;
}

template <class Fact>
void add_lines(const Event& event, std::vector<ProductId>& ids) {
  const auto fact = json::decode_event<Fact>(event.data);
  if (!fact) return;
  for (const auto& line : fact->lines) ids.push_back(line.product_id);
}

/// Most product events are keyed by the product; those about reservations carry their products as lines.
std::vector<ProductId> touched_by(const Event& event) {
  using namespace contracts;
  std::vector<ProductId> ids;
  if (event.type == StockReservedV1::type) {
    add_lines<StockReservedV1>(event, ids);
  } else if (event.type == StockReleasedV1::type) {
    add_lines<StockReleasedV1>(event, ids);
  } else if (event.type == StockReservationExpiredV1::type) {
    add_lines<StockReservationExpiredV1>(event, ids);
  } else if (const auto id = ProductId::parse(event.key)) {
    ids.push_back(*id);
  }
  return ids;
}

}  // namespace

std::vector<GroupSubscription> group_subscriptions(Application& application) {
  return {{.group = std::string(kSettleGroup),
           .topic = std::string(contracts::kPaymentTopic),
           .handle = [&application](const CallContext& call,
                                    const Event& event) { return on_payment_event(application, call, event); }},
          {.group = std::string(kDemandGroup),
           .topic = std::string(contracts::kBasketTopic),
           .handle = [&application](const CallContext& call, const Event& event) {
             return on_basket_event(application, call, event);
           }}};
}

BroadcastSubscription catalogue_subscription(std::function<void(const std::vector<ProductId>&)> changed) {
  return {.name = "product.catalogue_cache",
          .topic = std::string(contracts::kProductTopic),
          .handle = [changed = std::move(changed)](const Event& event) { changed(touched_by(event)); }};
}

}  // namespace ddd::product
