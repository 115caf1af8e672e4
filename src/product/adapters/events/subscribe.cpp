#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/product/adapters/events/subscribe.hpp>

namespace ddd::product {
namespace {

constexpr std::string_view kSettleGroup = "product.settle_reservations";

template <class Fact>
Task<Result<Handled>> settle(Application& application, const CallContext& call, const Event& event, bool completed) {
  DDD_CO_TRY(const auto fact, json::decode_event<Fact>(event.data));
  PaymentEnded ended{fact.payment_id, completed, {std::string(kSettleGroup), event.id}};
  DDD_CO_CHECK(co_await application.policies.settle_reservation.handle(call, std::move(ended)));
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
           .handle = [&application](const CallContext& call, const Event& event) {
             return on_payment_event(application, call, event);
           }}};
}

BroadcastSubscription catalogue_subscription(std::function<void(const std::vector<ProductId>&)> changed) {
  return {.name = "product.catalogue_cache",
          .topic = std::string(contracts::kProductTopic),
          .handle = [changed = std::move(changed)](const Event& event) { changed(touched_by(event)); }};
}

}  // namespace ddd::product
