#include <variant>

#include <ddd/basket/adapters/events/publish.hpp>
#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::basket {
namespace {

using namespace contracts;

template <class Fact>
OutgoingEvent make(const Fact& fact) {
  OutgoingEvent event;
  event.topic = kBasketTopic;
  event.source = "/services/basket";
  event.type = Fact::type;
  event.data = json::encode(fact);
  return event;
}

std::vector<BasketLineV1> published(const std::vector<Item>& items) {
  std::vector<BasketLineV1> lines;
  lines.reserve(items.size());
  for (const auto& item : items) lines.push_back({item.product_id, item.quantity, item.unit_price});
  return lines;
}

OutgoingEvent published(const Basket::Snapshot& basket, const ItemAdded& fact) {
  return make(BasketItemAddedV1{basket.id, basket.user_id, fact.product_id, fact.quantity, published(fact.items)});
}
OutgoingEvent published(const Basket::Snapshot& basket, const QuantityChanged& fact) {
  return make(
      BasketQuantityChangedV1{basket.id, basket.user_id, fact.product_id, fact.quantity, published(fact.items)});
}
OutgoingEvent published(const Basket::Snapshot& basket, const ItemRemoved& fact) {
  return make(BasketItemRemovedV1{basket.id, basket.user_id, fact.product_id, published(fact.items)});
}
OutgoingEvent published(const Basket::Snapshot& basket, const BasketCleared& fact) {
  return make(BasketClearedV1{basket.id, basket.user_id, fact.payment_id ? "payment" : "user", fact.payment_id,
                              published(fact.items)});
}
OutgoingEvent published(const Basket::Snapshot& basket, const BasketExpired&) {
  return make(BasketExpiredV1{basket.id, basket.user_id});
}

}  // namespace

std::vector<OutgoingEvent> outgoing(const Basket& basket) {
  std::vector<OutgoingEvent> result;
  auto sequence = basket.events().stored();
  for (const auto& pending : basket.events().pending()) {
    auto event = std::visit([&](const auto& fact) { return published(basket.state(), fact); }, pending);
    event.key = basket.id().to_text();
    event.subject = "basket/" + event.key;
    event.sequence = ++sequence;
    event.aggregate_version = basket.version() + 1;
    result.push_back(std::move(event));
  }
  return result;
}

std::vector<OutgoingEvent> outgoing(const LineFlags& flags) {
  const auto& state = flags.state();
  std::vector<OutgoingEvent> result;
  auto sequence = flags.events().stored();
  for (const auto& pending : flags.events().pending()) {
    BasketItemFlaggedV1 fact{state.basket_id, state.user_id, state.product_id, {}};
    for (const auto& problem : pending.problems) {
      fact.problems.push_back({std::string(to_text(problem.code)), problem.current_price, problem.available});
    }
    auto event = make(fact);
    event.key = flags.id().to_text();
    event.subject = "item/" + event.key;
    event.sequence = ++sequence;
    event.aggregate_version = flags.version() + 1;
    result.push_back(std::move(event));
  }
  return result;
}

}  // namespace ddd::basket
