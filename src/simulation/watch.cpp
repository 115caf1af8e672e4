#include <algorithm>
#include <utility>

#include <ddd/simulation/watch.hpp>

namespace ddd::simulation {
namespace {

using payment::PaymentState;
using product::ReservationState;

bool may_follow(ReservationState from, ReservationState to) {
  using S = ReservationState;
  if (from == to) return true;
  if (from == S::held) return to == S::pinned || to == S::released || to == S::expired;
  return from == S::pinned && (to == S::consumed || to == S::released);
}

std::map<ProductId, std::int64_t> units_in(const basket::Basket::Snapshot& basket) {
  std::map<ProductId, std::int64_t> units;
  for (const auto& item : basket.items) units[item.product_id] += item.quantity;
  return units;
}

/// Two movements of one kind and cause would be one effect applied twice. An administrator may adjust as often as he
/// likes; each adjustment has its own cause.
std::string described(const product::Movement& movement, ProductId product) {
  return std::string(to_text(movement.kind)) + " of product " + product.to_text() + " for " + movement.cause.id;
}

}  // namespace

void Watch::report(std::string promise, std::string what) {
  constexpr std::size_t kMost = 20;
  if (violations_.size() < kMost) violations_.push_back({std::move(promise), std::move(what), scheduler_.now()});
}

void Watch::payment_saved(const PaymentId& id) {
  const auto& payment = stores_.payment.payments.at(id).payment;
  auto& seen = payments_[id];
  if (seen.version == 0) ++statistics_.payments;
  if (payment.version != seen.version + 1) report("M6", id.to_text() + " skipped or repeated a version");
  seen.version = payment.version;
  check_transitions(payment, seen);
  check_amounts(payment, seen);
  check_money(payment);
  check_basket_is_paid_once(payment);
  check_evidence(payment, seen);
}

void Watch::check_transitions(const payment::Payment::Snapshot& payment, SeenPayment& seen) {
  const auto& log = stores_.payment.transitions.at(payment.id);
  const auto old = std::exchange(seen.transitions, log.size());
  if (log.size() < old) return report("M6", payment.id.to_text() + " lost transitions");
  for (auto i = old; i < log.size(); ++i) {
    const auto& step = log[i];
    const auto before = i == 0 ? std::nullopt : std::optional(log[i - 1].to);
    const bool legal = step.from ? payment::can_follow(*step.from, step.to) : step.to == PaymentState::created;
    if (step.from != before || !legal || step.sequence != static_cast<std::int64_t>(i) + 1) {
      report("M6", payment.id.to_text() + " went to " + std::string(to_text(step.to)) + " from elsewhere");
    }
    if (step.from) ++statistics_.edges[{*step.from, step.to}];
    if (step.to == PaymentState::completed) ++statistics_.purchases;
  }
  if (log.empty() || log.back().to != payment.state) report("M6", payment.id.to_text() + " is not where its log ends");
}

void Watch::check_amounts(const payment::Payment::Snapshot& payment, SeenPayment& seen) {
  std::int64_t sum = 0;
  for (const auto& line : payment.lines) sum += line.quantity * line.unit_price.minor_units();
  const auto amount = payment.amount.minor_units();
  if (sum != amount) report("M4", payment.id.to_text() + " is not the sum of its lines");
  if (seen.amount != 0 && seen.amount != amount) report("M4", payment.id.to_text() + " changed its amount");
  seen.amount = amount;
  std::int64_t going_back = 0;
  for (const auto& refund : payment.refunds) {
    if (refund.status != payment::RefundStatus::failed) going_back += refund.amount.minor_units();
  }
  if (going_back > amount || payment.refunded > going_back)
    report("M5", payment.id.to_text() + " is refunded beyond its amount");
}

void Watch::check_money(const payment::Payment::Snapshot& payment) {
  const auto taken = provider_.captured(payment.id);
  const auto amount = payment.amount.minor_units();
  if (taken != 0 && taken != amount) report("M2", payment.id.to_text() + " took money twice or another amount");
  if (payment::is_sold(payment.state) && taken != amount)
    report("M5", payment.id.to_text() + " is sold without its money");
  if (payment::is_abandoned(payment.state) && provider_.has_grip_on(payment.id)) {
    report("M8", payment.id.to_text() + " has ended while the provider holds or took its money");
  }
}

void Watch::check_basket_is_paid_once(const payment::Payment::Snapshot& payment) {
  if (!payment.basket) return;
  const std::tuple key(payment.user_id, payment.basket->id, payment.basket->version);
  const auto found = open_for_basket_.find(key);
  const bool mine = found != open_for_basket_.end() && found->second == payment.id;
  if (payment::is_abandoned(payment.state)) {
    if (mine) open_for_basket_.erase(found);
  } else if (found == open_for_basket_.end()) {
    open_for_basket_.emplace(key, payment.id);
  } else if (!mine) {
    report("M12", payment.id.to_text() + " pays what " + found->second.to_text() + " pays");
  }
}

void Watch::check_evidence(const payment::Payment::Snapshot& payment, SeenPayment& seen) {
  const auto heard = evidence_[payment.id.to_text()];
  const bool uncertain = payment.uncertain_since.has_value();
  if (seen.uncertain && !uncertain && heard == seen.evidence) {
    report("M9", payment.id.to_text() + " became certain without evidence");
  }
  if (uncertain && !seen.uncertain) seen.evidence = heard;
  seen.uncertain = uncertain;
}

void Watch::request_leaves(payment::GatewayOperation operation, const std::string& key, const std::string& payment_id,
                           const std::string& parameters) {
  const auto& calls = stores_.payment.gateway_calls;
  const auto written = calls.find(key);
  if (written == calls.end()) return report("M11", key + " was not written down before it was sent");
  if (written->second.operation != operation) report("M11", key + " was written down for something else");
  if (!parameters.empty() && written->second.parameters != parameters) {
    report("M11", key + " was written down with other parameters");
  }
  if (operation != payment::GatewayOperation::capture) return;
  const auto found = stores_.product.reservations.find(PaymentId::restore(payment_id));
  const bool pinned =
      found != stores_.product.reservations.end() &&
      (found->second.state == ReservationState::pinned || found->second.state == ReservationState::consumed);
  if (!pinned) report("M7", payment_id + " is captured without its stock being pinned");
}

void Watch::add_movements() {
  const auto& movements = stores_.product.movements;
  for (; movements_ < movements.size(); ++movements_) {
    const auto& [product, view] = movements[movements_];
    const auto& movement = view.movement;
    auto& stock = stocks_[product];
    stock.on_hand += movement.delta;
    stock.reserved += movement.reserved_delta;
    if (!causes_.emplace(movement.cause.id, product, movement.kind).second) {
      report("S2", described(movement, product) + " came twice");
    }
  }
}

void Watch::stock_saved(ProductId id) {
  add_movements();
  const auto& stock = stores_.product.stocks.at(id);
  auto& seen = stocks_[id];
  if (stock.on_hand < 0 || stock.reserved < 0 || stock.reserved > stock.on_hand) {
    report("S1", "product " + id.to_text() + " has " + std::to_string(stock.on_hand) + " units and " +
                     std::to_string(stock.reserved) + " reserved");
  }
  if (stock.on_hand != seen.on_hand || stock.reserved != seen.reserved) {
    report("S2", "product " + id.to_text() + " is not the sum of its movements");
  }
  // A new product's stock is first seen with its first change.
  if (seen.version != 0 && stock.version != seen.version && stock.version != seen.version + 1) {
    report("S7", "the stock of product " + id.to_text() + " skipped or repeated a version");
  }
  seen.version = stock.version;
}

void Watch::reservation_saved(const PaymentId& id) {
  const auto& reservation = stores_.product.reservations.at(id);
  const auto [seen, is_new] = reservations_.try_emplace(id, reservation.state);
  if (is_new && reservation.state != ReservationState::held) report("S4", id.to_text() + " was not held at first");
  const auto before = std::exchange(seen->second, reservation.state);
  if (before == reservation.state) return;
  if (!may_follow(before, reservation.state)) report("S4", id.to_text() + " left its end");
  if (reservation.state == ReservationState::released && provider_.has_grip_on(id)) {
    report("S5", id.to_text() + " gave its stock back while the provider holds or took its money");
  }
}

void Watch::basket_saved(UserId user_id) {
  const auto found = stores_.basket.baskets.find(user_id);
  if (found == stores_.basket.baskets.end()) {
    baskets_.erase(user_id);
    return;
  }
  const auto& basket = found->second;
  const auto before = std::exchange(baskets_[user_id], basket);
  if (basket.version != (before.id == basket.id ? before.version + 1 : 1)) {
    report("B6", basket.id.to_text() + " skipped or repeated a version");
  }
  if (basket.items.size() > 100) report("B6", basket.id.to_text() + " has too many lines");
  for (const auto& item : basket.items) {
    if (item.quantity < 1 || item.quantity > 99) report("B6", basket.id.to_text() + " has a line of no or many units");
  }
  for (const auto& mark : basket.subtracted) {
    if (subtracted_.insert(mark.payment_id).second) check_subtraction(before, basket, mark.payment_id);
  }
}

void Watch::check_subtraction(const basket::Basket::Snapshot& before, const basket::Basket::Snapshot& after,
                              const PaymentId& payment) {
  const auto found = stores_.payment.payments.find(payment);
  if (found == stores_.payment.payments.end() || !payment::is_sold(found->second.payment.state)) {
    return report("B2", after.id.to_text() + " was cleared for " + payment.to_text() + ", which is not sold");
  }
  auto expected = units_in(before);
  for (const auto& line : found->second.payment.lines) {
    auto& units = expected[line.product_id];
    const auto taken = std::min(units, line.quantity);
    units -= taken;
    if (taken < line.quantity) missing_[{after.user_id, line.product_id}] += line.quantity - taken;
  }
  std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
  if (expected != units_in(after)) report("B1", after.id.to_text() + " lost other units than " + payment.to_text());
}

}  // namespace ddd::simulation
