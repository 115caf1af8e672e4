#include <map>
#include <optional>
#include <vector>

#include <gtest/gtest.h>
#include <product/support/shelf.hpp>
#include <rapidcheck/gtest.h>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::payment;

std::int64_t any_units() {
  return *rc::gen::weightedOneOf<std::int64_t>(
      {{8, rc::gen::inRange<std::int64_t>(-2, 30)},
       {1, rc::gen::arbitrary<std::int64_t>()},
       {1, rc::gen::element(INT64_MAX, INT64_MIN, Stock::kMost, Stock::kMost + 1)}});
}

/// Whatever an administrator may try, and the steps of reservations that are possible.
void do_anything(Stock& stock, int number) {
  const Cause cause{"adj_" + std::to_string(number), {}};
  const auto before = stock.state();
  const auto moved = stock.movements().size();
  const auto kept = [&](const Result<>& result) {
    RC_ASSERT(result || (test::same(stock.state(), before) && stock.movements().size() == moved));
  };
  const auto id = "pay_" + std::to_string(number);
  switch (*rc::gen::inRange(0, 7)) {
    case 0:
      return kept(stock.set_on_hand(any_units(), cause, kStart));
    case 1:
      return kept(stock.receive(any_units(), cause, kStart));
    case 2:
      return kept(stock.take_out(any_units(), cause, kStart));
    case 3:
      if (stock.available() > 0) stock.reserve(*rc::gen::inRange<std::int64_t>(1, stock.available() + 1), id, kStart);
      return;
    case 4:
      if (before.reserved > 0) stock.release(*rc::gen::inRange<std::int64_t>(1, before.reserved + 1), id, kStart);
      return;
    case 5:
      if (before.reserved > 0) stock.consume(*rc::gen::inRange<std::int64_t>(1, before.reserved + 1), id, kStart);
      return;
    default:
      stock.mark_saved();
  }
}

RC_GTEST_PROP(StockLaws, never_fall_below_zero_and_never_promise_more_than_there_is, ()) {
  auto stock = test::new_stock(ProductId(1), *rc::gen::inRange<std::int64_t>(0, 40));
  const auto steps = *rc::gen::inRange(0, 120);
  for (int step = 0; step < steps; ++step) {
    do_anything(stock, step);
    RC_ASSERT(stock.state().reserved >= 0);
    RC_ASSERT(stock.state().reserved <= stock.state().on_hand);
    RC_ASSERT(stock.state().on_hand <= Stock::kMost);
  }
}

RC_GTEST_PROP(StockLaws, are_what_the_ledger_and_the_events_add_up_to, ()) {
  auto stock = test::new_stock(ProductId(1), *rc::gen::inRange<std::int64_t>(0, 40));
  std::int64_t on_hand = 0, reserved = 0, told_on_hand = 0;
  std::size_t seen = 0, heard = 0;
  bool depleted = stock.available() == 0;
  const auto steps = *rc::gen::inRange(0, 120);
  for (int step = 0; step <= steps; ++step) {
    for (; seen < stock.movements().size(); ++seen) {
      const auto& movement = stock.movements()[seen];
      on_hand += movement.delta;
      reserved += movement.reserved_delta;
      RC_ASSERT(movement.on_hand_after == on_hand && movement.reserved_after == reserved);
    }
    for (; heard < stock.events().pending().size(); ++heard) {
      const auto& event = stock.events().pending()[heard];
      if (const auto* fact = std::get_if<StockUpdated>(&event)) {
        told_on_hand += fact->delta;
        RC_ASSERT(fact->on_hand == told_on_hand && fact->delta != 0);
      } else {
        // Used up and there again take turns.
        const bool now_depleted = std::holds_alternative<StockDepleted>(event);
        RC_ASSERT(now_depleted != depleted);
        depleted = now_depleted;
      }
    }
    RC_ASSERT(on_hand == stock.state().on_hand && reserved == stock.state().reserved && told_on_hand == on_hand);
    RC_ASSERT(depleted == (stock.available() == 0));
    do_anything(stock, step);
    if (stock.movements().empty()) seen = heard = 0;  // saved
  }
}

/// The rules of reservations said another way: as the sums they must keep.
class Model {
 public:
  explicit Model(test::Shelf& shelf) : shelf_(shelf) {
    for (std::uint64_t product = 1; product <= 3; ++product) {
      initial_[product] = *rc::gen::inRange<std::int64_t>(0, 15);
      shelf.put(product, initial_[product]);
    }
  }

  void step() {
    const auto id = *rc::gen::inRange<std::uint64_t>(1, 7);
    now_ += *rc::gen::element(0s, 0s, 60s, 600s);
    const auto order = any_order(id);
    const auto result = shelf_.carry_out(order, now_);
    RC_ASSERT(result || shelf_.left_unchanged);
    if (!result) return;
    if (const auto* reserve = std::get_if<ReserveStock>(&order)) RC_ASSERT(all_lines_are_held(*reserve));
    RC_ASSERT(shelf_.carry_out(order, now_) || std::holds_alternative<ExpireReservation>(order));
    RC_ASSERT(shelf_.left_unchanged);
  }

  void check() const {
    for (const auto& [product, units] : initial_) {
      std::int64_t held = 0, sold = 0;
      for (const auto& [id, reservation] : shelf_.reservations) {
        for (const auto& line : reservation.lines) {
          if (line.product_id != ProductId(product)) continue;
          RC_ASSERT(line.quantity >= 1);
          if (reservation.state == ReservationState::held || reservation.state == ReservationState::pinned) {
            held += line.quantity;
          }
          if (reservation.state == ReservationState::consumed) sold += line.quantity;
        }
      }
      RC_ASSERT(shelf_.reserved(product) == held);
      RC_ASSERT(shelf_.on_hand(product) == units - sold);
      RC_ASSERT(held >= 0 && sold + held <= units);
    }
  }

 private:
  ReservationOrder any_order(std::uint64_t id) {
    switch (*rc::gen::weightedElement<int>({{5, 0}, {4, 1}, {3, 2}, {2, 3}, {2, 4}})) {
      case 0:
        return ReserveStock{payment(id), any_lines(), *rc::gen::element(60s, 900s)};
      case 1:
        return PinReservation{payment(id)};
      case 2:
        return ConsumeReservation{payment(id)};
      case 3:
        return ReleaseReservation{payment(id)};
      default:
        return ExpireReservation{payment(id)};
    }
  }
  static std::vector<StockLine> any_lines() {
    std::vector<StockLine> lines;
    const auto count = *rc::gen::inRange(1, 4);
    for (int i = 0; i < count; ++i) {
      // Product 4 does not exist.
      const auto product = *rc::gen::weightedElement<std::uint64_t>({{10, 1}, {10, 2}, {10, 3}, {1, 4}});
      lines.push_back({ProductId(product), *rc::gen::weightedOneOf<std::int64_t>(
                                               {{20, rc::gen::inRange<std::int64_t>(1, 6)},
                                                {1, rc::gen::element<std::int64_t>(0, -1, INT64_MAX, INT64_MIN)}})});
    }
    return lines;
  }
  bool all_lines_are_held(const ReserveStock& order) const {
    std::map<ProductId, std::int64_t> asked, got;
    for (const auto& line : order.lines) asked[line.product_id] += line.quantity;
    for (const auto& line : shelf_.reservations.at(order.reservation_id).lines) got[line.product_id] = line.quantity;
    return asked == got;
  }

  test::Shelf& shelf_;
  std::map<std::uint64_t, std::int64_t> initial_;
  Timestamp now_ = kStart;
};

RC_GTEST_PROP(ReservationLaws, no_sequence_of_orders_oversells_or_loses_a_unit, ()) {
  test::Shelf shelf;
  Model model(shelf);
  const auto steps = *rc::gen::inRange(0, 100);
  for (int step = 0; step < steps; ++step) {
    model.step();
    model.check();
  }
}

RC_GTEST_PROP(ReservationLaws, the_ends_of_payments_may_be_told_in_any_order_and_any_number_of_times, ()) {
  test::Shelf shelf;
  shelf.put(1, 1000);
  const auto payments = *rc::gen::inRange<std::uint64_t>(1, 8);
  std::vector<std::pair<std::uint64_t, bool>> told;
  std::int64_t sold = 0;
  for (std::uint64_t id = 1; id <= payments; ++id) {
    const auto units = *rc::gen::inRange<std::int64_t>(1, 99);
    const auto completed = *rc::gen::arbitrary<bool>();
    RC_ASSERT(shelf.reserve(id, {{ProductId(1), units}}).has_value());
    if (completed) RC_ASSERT(shelf.pin(id).has_value());
    if (completed) sold += units;
    const auto times = *rc::gen::inRange(1, 4);
    for (int i = 0; i < times; ++i) told.emplace_back(id, completed);
  }
  for (std::size_t i = 0; i < told.size(); ++i) std::swap(told[i], told[*rc::gen::inRange(i, told.size())]);
  for (const auto& [id, completed] : told) RC_ASSERT((completed ? shelf.consume(id) : shelf.release(id)).has_value());
  RC_ASSERT(shelf.on_hand(1) == 1000 - sold);
  RC_ASSERT(shelf.reserved(1) == 0);
}

RC_GTEST_PROP(ProductLaws, an_edit_tells_exactly_the_fields_it_changed, ()) {
  auto product = test::new_product();
  product.mark_saved();
  const auto maybe = [](auto value) { return *rc::gen::arbitrary<bool>() ? std::optional(value) : std::nullopt; };
  DetailsPatch patch{
      .name = maybe(*rc::gen::element<std::string>("Blue mug", "Red mug")),
      .price = maybe(test::usd(*rc::gen::element(1999, 1500))),
      .tags = maybe(*rc::gen::element(std::vector<std::string>{"blue", "gift"}, std::vector<std::string>{})),
      .is_active = maybe(*rc::gen::arbitrary<bool>())};
  const auto before = product.state().details;
  RC_ASSERT(product.change(patch, 1, Currency(), kStart + 1h).has_value());
  const auto& after = product.state().details;
  std::vector<std::string> expected;
  if (before.name != after.name) expected.push_back("name");
  if (before.price != after.price) expected.push_back("price");
  if (before.tags != after.tags) expected.push_back("tags");
  if (before.is_active != after.is_active) expected.push_back("is_active");
  RC_ASSERT(after == patch.applied_to(before));
  RC_ASSERT(product.has_changes() == !expected.empty());
  if (!expected.empty()) RC_ASSERT(std::get<ProductUpdated>(product.events().pending().at(0)).changed == expected);
}

}  // namespace
}  // namespace ddd::product
