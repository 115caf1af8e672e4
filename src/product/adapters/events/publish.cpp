#include <variant>

#include <ddd/contracts/product/product_events.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/product/adapters/events/publish.hpp>

namespace ddd::product {
namespace {

using namespace contracts;

template <class Fact>
OutgoingEvent make(const Fact& fact) {
  OutgoingEvent event;
  event.topic = kProductTopic;
  event.source = "/services/product";
  event.type = Fact::type;
  event.data = json::encode(fact);
  return event;
}

OutgoingEvent published(ProductId id, const ProductCreated& fact) {
  return make(ProductCreatedV1{id, fact.sku, fact.name, fact.price});
}
OutgoingEvent published(ProductId id, const ProductUpdated& fact) {
  return make(ProductUpdatedV1{id, fact.changed});
}
OutgoingEvent published(ProductId id, const ProductPriceChanged& fact) {
  return make(ProductPriceChangedV1{id, fact.old_price, fact.new_price});
}
OutgoingEvent published(ProductId id, const ProductActivated&) {
  return make(ProductActivatedV1{id});
}
OutgoingEvent published(ProductId id, const ProductDeactivated&) {
  return make(ProductDeactivatedV1{id});
}
OutgoingEvent published(ProductId id, const ProductDeleted&) {
  return make(ProductDeletedV1{id});
}

OutgoingEvent published(ProductId id, const StockUpdated& fact) {
  return make(StockUpdatedV1{id, fact.delta, fact.on_hand, fact.reserved, fact.cause, fact.cause_id});
}
OutgoingEvent published(ProductId id, const StockDepleted&) {
  return make(StockDepletedV1{id});
}
OutgoingEvent published(ProductId id, const StockReplenished& fact) {
  return make(StockReplenishedV1{id, fact.available});
}

std::vector<StockLineV1> published(const std::vector<StockLine>& lines) {
  std::vector<StockLineV1> result;
  result.reserve(lines.size());
  for (const auto& line : lines) result.push_back({line.product_id, line.quantity});
  return result;
}
OutgoingEvent published(const PaymentId& id, const StockReserved& fact) {
  return make(StockReservedV1{id, published(fact.lines), fact.expires_at});
}
OutgoingEvent published(const PaymentId& id, const StockReleased& fact) {
  return make(StockReleasedV1{id, published(fact.lines)});
}
OutgoingEvent published(const PaymentId& id, const StockReservationExpired& fact) {
  return make(StockReservationExpiredV1{id, published(fact.lines)});
}

template <class Id, class DomainEvent>
std::vector<OutgoingEvent> all(std::string_view aggregate, const Id& id, std::int64_t version,
                               const EventLog<DomainEvent>& events) {
  std::vector<OutgoingEvent> result;
  auto sequence = events.stored();
  for (const auto& pending : events.pending()) {
    auto event = std::visit([&](const auto& fact) { return published(id, fact); }, pending);
    event.key = id.to_text();
    event.subject = std::string(aggregate) + "/" + event.key;
    event.sequence = ++sequence;
    event.aggregate_version = version + 1;
    result.push_back(std::move(event));
  }
  return result;
}

}  // namespace

std::vector<OutgoingEvent> outgoing(const Product& product) {
  return all("product", product.id(), product.version(), product.events());
}
std::vector<OutgoingEvent> outgoing(const Stock& stock) {
  return all("stock", stock.product_id(), stock.version(), stock.events());
}
std::vector<OutgoingEvent> outgoing(const Reservation& reservation) {
  return all("reservation", reservation.id(), reservation.version(), reservation.events());
}
OutgoingEvent outgoing(const StockConsumeFailed& failure) {
  auto event = make(StockConsumeFailedV1{failure.payment_id, failure.code});
  event.key = failure.payment_id.to_text();
  event.subject = "consumption/" + event.key;
  event.sequence = 1;
  event.aggregate_version = 1;
  return event;
}

}  // namespace ddd::product
