#include <algorithm>

#include <product/contract/store_world.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::details;
using test::kStart;
using test::payment;
using test::saving;

class StocksInAStore : public test::StoreTest {
 protected:
  Stock received(ProductId id, std::int64_t units, std::string cause) {
    auto stock = find_stock(id);
    EXPECT_TRUE(stock.receive(units, {std::move(cause), "delivery"}, kStart + 1h));
    return stock;
  }
  std::vector<PaymentId> due(Timestamp now, std::size_t limit = 100) {
    return *run(store->stocks().expired_reservations(now, limit));
  }
  std::vector<std::string> types_from(std::size_t first) {
    std::vector<std::string> types;
    const auto events = told();
    for (std::size_t i = first; i < events.size(); ++i) types.push_back(events[i].type);
    return types;
  }

  const ProductId mug = added(details("MUG"), 10).id();
  const ProductId pot = added(details("POT"), 3).id();
};
INSTANTIATE_TEST_SUITE_P(Every, StocksInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

using Strings = std::vector<std::string>;

TEST_P(StocksInAStore, are_found_as_they_were_saved_with_their_movements) {
  auto stock = received(mug, 5, "adj_1");
  ASSERT_TRUE(stock.take_out(1, {"adj_2", ""}, kStart + 2h));
  ASSERT_TRUE(save(stock));
  EXPECT_EQ(stock.version(), 2);
  EXPECT_FALSE(stock.has_changes());
  EXPECT_TRUE(test::same(find_stock(mug).state(), stock.state()));

  const auto lines = ledger(mug);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].kind, MovementKind::adjusted);
  EXPECT_EQ(lines[0].delta, -1);
  EXPECT_EQ(lines[0].cause.id, "adj_2");
  EXPECT_EQ(lines[1].kind, MovementKind::received);
  EXPECT_EQ(lines[1].delta, 5);
  EXPECT_EQ(lines[1].reserved_delta, 0);
  EXPECT_EQ(lines[1].cause.note, "delivery");
  EXPECT_EQ(lines[1].on_hand_after, 15);
  EXPECT_EQ(lines[1].reserved_after, 0);
  EXPECT_EQ(lines[1].at, kStart + 1h);
  EXPECT_EQ(ledger(pot).size(), 1u);
}

TEST_P(StocksInAStore, saved_from_a_stale_state_write_nothing_at_all) {
  auto mine = received(mug, 5, "adj_1");
  ASSERT_TRUE(reserve(1, {{mug, 2}}));
  const auto before = told().size();
  const auto event = ids.make<EventId>();
  auto context = with_inbox(event);
  context.idempotency = record();
  EXPECT_EQ(save(mine, context).error().code, store_errors::kVersionConflict);
  EXPECT_TRUE(mine.has_changes());
  EXPECT_EQ(find_stock(mug).state().on_hand, 10);
  EXPECT_EQ(ledger(mug).size(), 2u);
  EXPECT_EQ(told().size(), before);
  EXPECT_FALSE(record_of("0123456789abcdef"));
  auto again = received(mug, 5, "adj_1");
  EXPECT_TRUE(save(again, with_inbox(event)));
}

TEST_P(StocksInAStore, do_not_touch_the_version_of_their_product) {
  auto stock = received(mug, 5, "adj_1");
  ASSERT_TRUE(save(stock));
  EXPECT_EQ(find(mug).version(), 1);
}

TEST_P(StocksInAStore, keep_what_a_save_has_beside_them) {
  auto stock = received(mug, 5, "adj_1");
  const auto event = ids.make<EventId>();
  auto context = with_inbox(event);
  context.idempotency = record();
  ASSERT_TRUE(save(stock, context));
  EXPECT_EQ(record_of("0123456789abcdef"), record());

  auto again = received(mug, 7, "adj_2");
  EXPECT_EQ(save(again, with_inbox(event)).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(save(again, with_key(record())).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(find_stock(mug).state().on_hand, 15);
  EXPECT_EQ(ledger(mug).size(), 2u);
}

TEST_P(StocksInAStore, are_reserved_together_and_given_as_stored) {
  const auto before = told().size();
  const auto books = reserve(1, {{pot, 3}, {mug, 4}});
  ASSERT_TRUE(books);
  ASSERT_TRUE(books->reservation);
  EXPECT_EQ(books->reservation->version(), 1);
  EXPECT_FALSE(books->reservation->has_changes());
  ASSERT_EQ(books->stocks.size(), 2u);
  EXPECT_TRUE(test::same(books->stocks[0].state(), find_stock(mug).state()));
  EXPECT_TRUE(test::same(books->stocks[1].state(), find_stock(pot).state()));
  EXPECT_FALSE(books->stocks[0].has_changes());
  EXPECT_EQ(books->stocks[0].state().reserved, 4);
  EXPECT_EQ(books->stocks[0].version(), 2);

  EXPECT_EQ(types_from(before), (Strings{"ddd.product.stock_reserved.v1", "ddd.product.stock_depleted.v1"}));
  EXPECT_EQ(told()[before].subject, "reservation/" + payment(1).to_text());
  EXPECT_EQ(told()[before].key, payment(1).to_text());
  EXPECT_EQ(told()[before].sequence, 1);
  EXPECT_EQ(told()[before + 1].key, pot.to_text());
  EXPECT_EQ(told()[before + 1].sequence, 2);
  EXPECT_EQ(ledger(mug)[0].kind, MovementKind::reserved);
  EXPECT_EQ(ledger(mug)[0].cause.id, payment(1).to_text());
}

TEST_P(StocksInAStore, live_through_a_whole_sale) {
  ASSERT_TRUE(reserve(1, {{mug, 4}, {pot, 1}}));
  const auto pinned = apply(PinReservation{payment(1)}, saving(kStart + 1min));
  ASSERT_TRUE(pinned);
  EXPECT_EQ(pinned->reservation->state().state, ReservationState::pinned);
  EXPECT_EQ(pinned->reservation->version(), 2);
  EXPECT_EQ(find_stock(mug).version(), 2) << "a pin moves no unit";
  const auto consumed = apply(ConsumeReservation{payment(1)}, saving(kStart + 2min));
  ASSERT_TRUE(consumed);
  EXPECT_EQ(consumed->reservation->state().state, ReservationState::consumed);
  EXPECT_EQ(consumed->reservation->state().lines, (std::vector<StockLine>{{mug, 4}, {pot, 1}}));
  EXPECT_EQ(consumed->reservation->state().expires_at, kStart + 15min);
  EXPECT_EQ(find_stock(mug).state().on_hand, 6);
  EXPECT_EQ(find_stock(mug).state().reserved, 0);
  EXPECT_EQ(find_stock(pot).state().on_hand, 2);
  EXPECT_EQ(ledger(mug)[0].at, kStart + 2min);
}

TEST_P(StocksInAStore, get_back_what_was_released_or_ran_out) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}));
  ASSERT_TRUE(reserve(2, {{mug, 5}}));
  const auto before = told().size();
  ASSERT_TRUE(apply(ReleaseReservation{payment(1)}));
  ASSERT_TRUE(apply(ExpireReservation{payment(2)}, saving(kStart + 15min)));
  EXPECT_EQ(find_stock(mug).available(), 10);
  EXPECT_EQ(types_from(before), (Strings{"ddd.product.stock_released.v1", "ddd.product.stock_reservation_expired.v1"}));
  EXPECT_EQ(told()[before].sequence, 2);
}

TEST_P(StocksInAStore, write_nothing_of_an_order_that_is_refused) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}));
  const auto before = told().size();
  const auto event = ids.make<EventId>();
  const auto refused = [&](ReservationOrder order) { return apply(std::move(order), with_inbox(event)).error().code; };
  EXPECT_EQ(refused(ReserveStock{payment(2), {{mug, 1}, {pot, 4}}}), "product.insufficient_stock");
  EXPECT_EQ(refused(ReserveStock{payment(2), {{mug, 1}, {ProductId(99), 1}}}), "product.not_found");
  EXPECT_EQ(refused(ReserveStock{payment(1), {{mug, 5}}}), "product.reservation_differs");
  EXPECT_EQ(refused(ConsumeReservation{payment(1)}), "product.reservation_state");
  EXPECT_EQ(refused(PinReservation{payment(9)}), "product.reservation_not_found");
  EXPECT_EQ(refused(ExpireReservation{payment(1)}), "product.reservation_state");
  EXPECT_EQ(told().size(), before);
  EXPECT_EQ(find_stock(mug).state().reserved, 4);
  EXPECT_EQ(find_stock(mug).version(), 2);
  EXPECT_EQ(ledger(mug).size(), 2u);
  EXPECT_TRUE(apply(ReleaseReservation{payment(1)}, with_inbox(event))) << "the inbox holds none of the refused ones";
}

TEST_P(StocksInAStore, do_not_notice_an_order_that_was_carried_out_before) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}));
  ASSERT_TRUE(apply(PinReservation{payment(1)}));
  ASSERT_TRUE(apply(ConsumeReservation{payment(1)}));
  const auto before = told().size();
  const auto stock = find_stock(mug).state();
  EXPECT_TRUE(apply(PinReservation{payment(1)}));
  const auto again = apply(ConsumeReservation{payment(1)});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->reservation->version(), 3);
  EXPECT_TRUE(test::same(find_stock(mug).state(), stock));
  EXPECT_EQ(told().size(), before);
  EXPECT_EQ(ledger(mug).size(), 3u);
}

TEST_P(StocksInAStore, apply_an_event_once) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}));
  const auto event = ids.make<EventId>();
  ASSERT_TRUE(apply(ReleaseReservation{payment(1)}, with_inbox(event)));
  ASSERT_TRUE(reserve(2, {{mug, 4}}));
  const auto before = told().size();
  EXPECT_EQ(apply(ReleaseReservation{payment(2)}, with_inbox(event)).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(find_stock(mug).state().reserved, 4);
  EXPECT_EQ(told().size(), before);
  EXPECT_TRUE(apply(PinReservation{payment(2)})) << "it is as it was";
}

TEST_P(StocksInAStore, remember_an_event_that_found_nothing_to_do) {
  const auto event = ids.make<EventId>();
  const auto books = apply(ReleaseReservation{payment(9)}, with_inbox(event));
  ASSERT_TRUE(books);
  EXPECT_FALSE(books->reservation);
  EXPECT_EQ(apply(ReleaseReservation{payment(9)}, with_inbox(event)).error().code, store_errors::kDuplicateEvent);
}

TEST_P(StocksInAStore, list_held_reservations_whose_time_is_over_longest_first) {
  for (const auto id : {3u, 1u, 2u}) {
    ASSERT_TRUE(apply(ReserveStock{payment(id), {{mug, 1}}, std::chrono::seconds(60 * id)}));
  }
  ASSERT_TRUE(apply(ReserveStock{payment(4), {{mug, 1}}, 60s}));
  ASSERT_TRUE(apply(PinReservation{payment(4)}));
  ASSERT_TRUE(apply(ReserveStock{payment(5), {{mug, 1}}, 60s}));
  ASSERT_TRUE(apply(ReleaseReservation{payment(5)}));
  EXPECT_TRUE(due(kStart + 60s - 1us).empty());
  EXPECT_EQ(due(kStart + 60s), std::vector{payment(1)});
  EXPECT_EQ(due(kStart + 180s), (std::vector{payment(1), payment(2), payment(3)}));
  EXPECT_EQ(due(kStart + 180s, 2), (std::vector{payment(1), payment(2)}));
}

TEST_P(StocksInAStore, are_never_oversold_by_many_orders_at_once) {
  std::vector<Result<StockBooks>> answers(24, Refused(Error{}));
  std::vector<Task<>> tasks;
  const auto reserve_into = [](StockRepository& stocks, ReserveStock order, Result<StockBooks>& answer) -> Task<> {
    answer = co_await stocks.apply(std::move(order), saving());
  };
  for (std::size_t i = 0; i < answers.size(); ++i) {
    std::vector<StockLine> lines{{mug, 1}};
    if (i % 2 == 0) lines.push_back({pot, 1});
    tasks.push_back(reserve_into(store->stocks(), {payment(i + 1), std::move(lines)}, answers[i]));
  }
  ddd::test::await(context, when_all(std::move(tasks)));
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); }), 10);
  EXPECT_EQ(find_stock(mug).available(), 0);
  EXPECT_EQ(find_stock(pot).available(), 0);
  for (const auto& answer : answers) {
    if (!answer) EXPECT_EQ(answer.error().code, "product.insufficient_stock");
  }
}

TEST_P(StocksInAStore, of_a_deleted_product_still_serve_the_payments_under_way) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}));
  auto product = find(mug);
  ASSERT_TRUE(product.remove({}, kStart));
  ASSERT_TRUE(save(product));
  ASSERT_TRUE(apply(PinReservation{payment(1)}));
  ASSERT_TRUE(apply(ConsumeReservation{payment(1)}));
  EXPECT_EQ(find_stock(mug).state().on_hand, 6);
}

TEST_P(StocksInAStore, take_back_what_a_refund_returns_once) {
  ASSERT_TRUE(reserve(1, {{mug, 4}, {pot, 1}}));
  ASSERT_TRUE(apply(PinReservation{payment(1)}));
  ASSERT_TRUE(apply(ConsumeReservation{payment(1)}));
  const auto before = told().size();
  const RestockReturn returned{payment(1), "rfd_1", {{mug, 3}, {pot, 1}}};
  ASSERT_TRUE(apply(returned));
  EXPECT_EQ(find_stock(mug).state().on_hand, 9);
  EXPECT_EQ(find_stock(pot).state().on_hand, 3);
  EXPECT_EQ(ledger(mug)[0].kind, MovementKind::restocked);
  EXPECT_EQ(ledger(mug)[0].cause.id, "rfd_1");
  EXPECT_EQ(types_from(before), (Strings{"ddd.product.stock_updated.v1", "ddd.product.stock_updated.v1"}));
  // Another event of the same refund, after the inbox has forgotten the first.
  EXPECT_TRUE(apply(returned));
  EXPECT_EQ(find_stock(mug).state().on_hand, 9);
  EXPECT_EQ(told().size(), before + 2);
  ASSERT_TRUE(apply(RestockReturn{payment(1), "rfd_2", {{mug, 1}}}));
  EXPECT_EQ(find_stock(mug).state().on_hand, 10);
}

}  // namespace
}  // namespace ddd::product
