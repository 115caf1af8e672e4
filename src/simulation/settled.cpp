#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/simulation/settled.hpp>

namespace ddd::simulation {
namespace {

using payment::PaymentState;
using product::ReservationState;
using Payments = std::map<PaymentId, payment::MemoryPaymentStore::Row>;

class Settled {
 public:
  explicit Settled(World& world) : world_(world), stores_(world.stores()), watch_(world.watch()) {}

  void check() {
    check_payments();
    check_fulfilments();
    check_intents();
    check_ledger();
    check_reservations();
    check_sales();
    for (const auto* effects :
         {&stores_.user.effects, &stores_.product.effects, &stores_.basket.effects, &stores_.payment.effects}) {
      check_outbox(*effects);
    }
    check_bus();
    check_consumers();
    world_.history().check(stores_);
  }

 private:
  void check_payments() {
    for (const auto& [id, row] : stores_.payment.payments) {
      if (!payment::is_final(row.payment.state)) {
        watch_.report("L1", id.to_text() + " is still " + std::string(to_text(row.payment.state)) + with_schedule(row));
      }
    }
  }

  /// What keeps a payment from going on.
  static std::string with_schedule(const payment::MemoryPaymentStore::Row& row) {
    const auto text = [](const std::optional<Timestamp>& at) { return at ? to_rfc3339(*at) : std::string("never"); };
    return ", method '" + row.payment.payment_method + "', uncertain since " + text(row.payment.uncertain_since) +
           ", expires " + to_rfc3339(row.payment.expires_at) + ", due " + text(row.schedule.next_action_at) +
           ", leased until " + text(row.schedule.lease_until) + ", tries " + std::to_string(row.schedule.tries);
  }

  void check_fulfilments() {
    for (const auto& [id, fulfilment] : stores_.payment.fulfilments) {
      if (!fulfilment.closed_at) watch_.report("L3", id.to_text() + " is sold and not known to be fulfilled");
    }
    for (const auto& [id, row] : stores_.payment.payments) {
      for (const auto& refund : row.payment.refunds) {
        if (refund.status == payment::RefundStatus::pending) watch_.report("L1", refund.id.to_text() + " is pending");
      }
    }
  }

  void check_intents() {
    for (const auto& [id, intent] : world_.provider().intents()) {
      const auto found = stores_.payment.payments.find(PaymentId::restore(intent.facts.payment_id));
      if (found == stores_.payment.payments.end() || found->second.payment.amount != intent.facts.amount) {
        watch_.report("M1", id + " belongs to no payment of its amount");
        continue;
      }
      const auto& payment = found->second.payment;
      const bool taken = intent.facts.received.minor_units() > 0;
      if (taken != (payment::is_sold(payment.state) && payment.intent_id == id)) {
        watch_.report("M5", id + " and " + payment.id.to_text() + " tell different tales");
      }
      if (payment.intent_id == id && world_.provider().given_back(payment.id) != payment.refunded) {
        watch_.report("M5", payment.id.to_text() + " and the provider differ about what went back");
      }
      if (!payment::is_sold(payment.state) && world_.provider().has_grip_on(payment.id)) {
        watch_.report("M8", id + " holds money of " + payment.id.to_text() + ", which has ended");
      }
    }
    if (world_.provider().keys_misused() > 0) watch_.report("M11", "a key came again with other parameters");
  }

  void check_ledger() {
    std::int64_t booked = 0;
    for (const auto& [place, entries] : stores_.payment.ledger) {
      std::int64_t sum = 0;
      for (const auto& entry : entries) {
        const auto amount =
            entry.side == payment::LedgerEntry::Side::debit ? entry.amount.minor_units() : -entry.amount.minor_units();
        sum += amount;
        if (entry.account == "cash_clearing") booked += amount;
      }
      if (sum != 0) watch_.report("M10", "a booking of " + place.first.to_text() + " does not balance");
    }
    std::int64_t moved = 0;
    for (const auto& entry : world_.provider().bank()) moved += entry.amount;
    if (booked != moved) {
      watch_.report("M10", "the ledger has " + std::to_string(booked) + ", the bank " + std::to_string(moved));
    }
  }

  void check_reservations() {
    for (const auto& [id, reservation] : stores_.product.reservations) {
      const auto found = stores_.payment.payments.find(id);
      const bool sold = found != stores_.payment.payments.end() && payment::is_sold(found->second.payment.state);
      const bool consumed = reservation.state == ReservationState::consumed;
      if (reservation.state == ReservationState::held || reservation.state == ReservationState::pinned) {
        watch_.report("L4", id.to_text() + " still holds stock");
      }
      if (sold != consumed) watch_.report("S5", id.to_text() + " is sold or consumed, but not both");
      if (sold && consumed && units_of(found->second.payment.lines) != units_of(reservation.lines)) {
        watch_.report("S5", id.to_text() + " was sold and consumed in different lines");
      }
    }
  }

  template <class Lines>
  static std::map<ProductId, std::int64_t> units_of(const Lines& lines) {
    std::map<ProductId, std::int64_t> units;
    for (const auto& line : lines) units[line.product_id] += line.quantity;
    return units;
  }

  void check_sales() {
    std::map<ProductId, std::int64_t> difference;
    for (const auto& [id, row] : stores_.payment.payments) {
      if (!payment::is_sold(row.payment.state)) continue;
      for (const auto& line : row.payment.lines) difference[line.product_id] += line.quantity;
      if (!stores_.product.reservations.contains(id))
        watch_.report("S5", id.to_text() + " is sold from no reservation");
    }
    for (const auto& [product, view] : stores_.product.movements) {
      if (view.movement.kind == product::MovementKind::consumed) difference[product] += view.movement.delta;
    }
    for (const auto& [product, units] : difference) {
      if (units != 0) watch_.report("S3", "product " + product.to_text() + " sold other than what left the shelf");
    }
    for (const auto& [product, stock] : stores_.product.stocks) {
      if (stock.reserved != 0) watch_.report("L4", "product " + product.to_text() + " has reserved units");
    }
  }

  void check_outbox(const MemoryEffects& effects) {
    std::map<std::string, std::int64_t> last;
    for (const auto& row : effects.outbox()) {
      if (!effects.is_published(row.row)) watch_.report("L2", row.event.id.to_text() + " is not published");
      if (row.event.sequence != ++last[row.event.subject]) {
        watch_.report("E1", row.event.subject + " has a gap in its events");
      }
      written_[row.event.topic].insert(row.event.id);
    }
  }

  void check_bus() {
    std::set<EventId> on_bus;
    for (const auto& [topic, events] : world_.bus().topics()) {
      std::map<std::string, std::int64_t> last;
      for (const auto& event : events) {
        if (!written_[topic].contains(event.id)) watch_.report("E2", event.id.to_text() + " was never written");
        if (!on_bus.insert(event.id).second) continue;
        auto& sequence = last[event.subject];
        if (event.sequence <= sequence) watch_.report("E3", event.subject + " is out of order on the bus");
        sequence = event.sequence;
      }
    }
    for (const auto& [topic, ids] : written_) {
      for (const auto& id : ids) {
        if (!on_bus.contains(id)) watch_.report("E2", id.to_text() + " never came onto the bus");
      }
    }
    for (const auto& letter : world_.bus().dead_letters()) {
      watch_.report("L6", letter.event.type + " is a dead letter of " + letter.group + ": " + letter.error_code);
    }
  }

  void check_consumers() {
    for (const auto& [place, offset] : world_.bus().committed()) {
      const auto& [group, topic] = place;
      const auto found = world_.bus().topics().find(topic);
      const auto size = found == world_.bus().topics().end() ? 0 : std::ssize(found->second);
      if (!group.empty() && offset != size) watch_.report("L3", group + " lags behind");
    }
    // What ends a payment is settled by product once, and the inbox knows.
    const auto events = world_.bus().topics().find(std::string(contracts::kPaymentTopic));
    if (events == world_.bus().topics().end()) return;
    using namespace contracts;
    const std::set<std::string_view> ends{PaymentCompletedV1::type, PaymentFailedV1::type, PaymentCancelledV1::type,
                                          PaymentExpiredV1::type};
    for (const auto& event : events->second) {
      if (!ends.contains(event.type)) continue;
      if (!stores_.product.effects.in_inbox({"product.settle_reservations", event.id})) {
        watch_.report("E4", event.id.to_text() + " left no mark in product's inbox");
      }
    }
  }

  World& world_;
  const Stores& stores_;
  Watch& watch_;
  std::map<std::string, std::set<EventId>> written_;
};

}  // namespace

void check_settled(World& world) {
  Settled(world).check();
}

std::size_t unsettled_payments(const Stores& stores) {
  return static_cast<std::size_t>(std::ranges::count_if(stores.payment.payments, [](const auto& entry) {
    const auto& payment = entry.second.payment;
    return !payment::is_final(payment.state) && payment.state != PaymentState::requires_action &&
           !payment::Payment::restore(payment).waits_for_method();
  }));
}

bool all_ended(const Stores& stores) {
  return std::ranges::all_of(stores.payment.payments, [](const auto& entry) {
    const auto& payment = entry.second.payment;
    return payment::is_final(payment.state) && std::ranges::none_of(payment.refunds, [](const auto& refund) {
             return refund.status == payment::RefundStatus::pending;
           });
  });
}

}  // namespace ddd::simulation
