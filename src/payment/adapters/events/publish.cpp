#include <variant>

#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/payment/adapters/events/publish.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::payment {
namespace {

using namespace contracts;

template <class Fact>
OutgoingEvent make(const Fact& fact) {
  OutgoingEvent event;
  event.topic = kPaymentTopic;
  event.source = "/services/payment";
  event.type = Fact::type;
  event.data = json::encode(fact);
  return event;
}

std::vector<PaymentLineV1> published(const std::vector<Line>& lines) {
  std::vector<PaymentLineV1> result;
  result.reserve(lines.size());
  for (const auto& line : lines) result.push_back({line.product_id, line.quantity, line.unit_price});
  return result;
}

template <class Fact>
Fact sale(const Payment::Snapshot& payment) {
  Fact fact{.payment_id = payment.id,
            .order_id = payment.order_id,
            .user_id = payment.user_id,
            .basket_id = std::nullopt,
            .basket_version = std::nullopt,
            .lines = published(payment.lines),
            .amount = payment.amount};
  if (payment.basket) {
    fact.basket_id = payment.basket->id;
    fact.basket_version = payment.basket->version;
  }
  return fact;
}

OutgoingEvent published(const Payment::Snapshot& payment, const PaymentInitiated&) {
  return make(sale<PaymentInitiatedV1>(payment));
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentAuthorized&) {
  return make(PaymentAuthorizedV1{payment.id, payment.user_id, payment.amount});
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentCompleted&) {
  return make(sale<PaymentCompletedV1>(payment));
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentFailed& fact) {
  return make(PaymentFailedV1{payment.id, payment.user_id, fact.code});
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentCancelled&) {
  return make(PaymentCancelledV1{payment.id, payment.user_id});
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentExpired&) {
  return make(PaymentExpiredV1{payment.id, payment.user_id});
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentRefunded& fact) {
  std::vector<ReturnedLineV1> lines;
  for (const auto& line : fact.lines) lines.push_back({line.product_id, line.quantity});
  return make(PaymentRefundedV1{.payment_id = payment.id,
                                .order_id = payment.order_id,
                                .user_id = payment.user_id,
                                .refund_id = fact.refund_id,
                                .amount = fact.amount,
                                .refunded_amount = Money(payment.refunded, payment.amount.currency()),
                                .restock = fact.restock,
                                .lines = std::move(lines)});
}
OutgoingEvent published(const Payment::Snapshot& payment, const PaymentRefundFailed& fact) {
  return make(PaymentRefundFailedV1{.payment_id = payment.id,
                                    .user_id = payment.user_id,
                                    .refund_id = fact.refund_id,
                                    .amount = fact.amount,
                                    .refunded_amount = Money(payment.refunded, payment.amount.currency())});
}

OutgoingEvent published(const Payment::Snapshot& payment, const PaymentDisputed&) {
  return make(
      PaymentDisputedV1{payment.id, payment.user_id, payment.amount, payment.dispute_id, payment.dispute_status});
}

OutgoingEvent published(const Wallet::Snapshot& wallet, const PaymentMethodAdded& fact) {
  return make(PaymentMethodAddedV1{wallet.user_id, fact.payment_method_id});
}
OutgoingEvent published(const Wallet::Snapshot& wallet, const PaymentMethodRemoved& fact) {
  return make(PaymentMethodRemovedV1{wallet.user_id, fact.payment_method_id});
}

template <class Aggregate, class DomainEvent>
std::vector<OutgoingEvent> all(std::string_view kind, const std::string& id, const Aggregate& aggregate,
                               const EventLog<DomainEvent>& events) {
  std::vector<OutgoingEvent> result;
  auto sequence = events.stored();
  for (const auto& pending : events.pending()) {
    auto event = std::visit([&](const auto& fact) { return published(aggregate.state(), fact); }, pending);
    event.key = id;
    event.subject = std::string(kind) + "/" + id;
    event.sequence = ++sequence;
    event.aggregate_version = aggregate.version() + 1;
    result.push_back(std::move(event));
  }
  return result;
}

}  // namespace

std::vector<OutgoingEvent> outgoing(const Payment& payment) {
  return all("payment", payment.id().to_text(), payment, payment.events());
}
std::vector<OutgoingEvent> outgoing(const Wallet& wallet) {
  return all("wallet", wallet.user_id().to_text(), wallet, wallet.events());
}

}  // namespace ddd::payment
