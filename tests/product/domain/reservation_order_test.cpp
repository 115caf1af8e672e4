#include <gtest/gtest.h>
#include <product/support/shelf.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::payment;

class Orders : public testing::Test, protected test::Shelf {
 protected:
  Orders() {
    put(1, 10);
    put(2, 5);
    put(3, 0);
  }
};

/// "product requested available" of each short line.
std::vector<std::string> short_lines(const Error& error) {
  std::vector<std::string> lines;
  for (const auto& member : error.members) {
    if (member.name != "lines") continue;
    for (const auto& row : std::get<ErrorRows>(member.value)) {
      std::string line;
      for (const auto& cell : row) {
        line += (line.empty() ? "" : " ") + cell.name + "=" + std::to_string(std::get<std::int64_t>(cell.value));
      }
      lines.push_back(line);
    }
  }
  return lines;
}

TEST_F(Orders, reserve_every_line_for_the_payment_and_its_time) {
  ASSERT_TRUE(carry_out(ReserveStock{payment(1), {{ProductId(2), 1}, {ProductId(1), 4}}, 10min}));
  EXPECT_EQ(reserved(1), 4);
  EXPECT_EQ(reserved(2), 1);
  EXPECT_EQ(on_hand(1), 10);
  const auto& made = reservations.at(payment(1));
  EXPECT_EQ(made.state, ReservationState::held);
  EXPECT_EQ(made.created_at, kStart);
  EXPECT_EQ(made.expires_at, kStart + 10min);
  EXPECT_EQ(made.lines, (std::vector<StockLine>{{ProductId(1), 4}, {ProductId(2), 1}}));
}

TEST_F(Orders, reserve_for_a_quarter_of_an_hour_unless_told_otherwise) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 1}}));
  EXPECT_EQ(reservations.at(payment(1)).expires_at, kStart + 15min);
}

TEST_F(Orders, count_lines_of_one_product_together) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}, {ProductId(1), 6}}));
  EXPECT_EQ(reserved(1), 10);
  EXPECT_EQ(reservations.at(payment(1)).lines, (std::vector<StockLine>{{ProductId(1), 10}}));
  EXPECT_EQ(short_lines(reserve(2, {{ProductId(2), 3}, {ProductId(2), 3}}).error()),
            std::vector<std::string>{"product_id=2 requested=6 available=5"});
}

TEST_F(Orders, reserve_all_lines_or_none_and_name_each_that_is_short) {
  const auto refused = reserve(1, {{ProductId(1), 3}, {ProductId(2), 6}, {ProductId(3), 1}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "product.insufficient_stock");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(short_lines(refused.error()),
            (std::vector<std::string>{"product_id=2 requested=6 available=5", "product_id=3 requested=1 available=0"}));
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(reserved(1), 0);
  EXPECT_FALSE(reservations.contains(payment(1)));
}

TEST_F(Orders, reserve_nothing_when_one_product_is_unknown) {
  EXPECT_EQ(reserve(1, {{ProductId(1), 1}, {ProductId(9), 1}}).error().code, "product.not_found");
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(reserved(1), 0);
}

TEST_F(Orders, reserve_nothing_of_what_is_not_for_sale_and_name_each_line) {
  withdrawn = {ProductId(2), ProductId(3)};
  const auto refused = reserve(1, {{ProductId(1), 3}, {ProductId(2), 2}, {ProductId(3), 1}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "product.inactive");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(short_lines(refused.error()),
            (std::vector<std::string>{"product_id=2 requested=2 available=0", "product_id=3 requested=1 available=0"}));
  EXPECT_TRUE(left_unchanged);
}

TEST_F(Orders, keep_and_sell_what_was_reserved_before_it_was_withdrawn) {
  ASSERT_TRUE(reserve(1, {{ProductId(2), 2}}));
  withdrawn = {ProductId(2)};
  EXPECT_TRUE(reserve(1, {{ProductId(2), 2}}));
  ASSERT_TRUE(pin(1));
  ASSERT_TRUE(consume(1));
  EXPECT_EQ(on_hand(2), 3);
}

TEST_F(Orders, reserve_whole_positive_quantities_alone) {
  for (const auto& lines : {std::vector<StockLine>{{ProductId(1), 0}},
                            {{ProductId(1), -1}},
                            {{ProductId(1), 5}, {ProductId(1), -3}},
                            {{ProductId(1), INT64_MAX}, {ProductId(1), INT64_MAX}},
                            {{ProductId(1), INT64_MIN}, {ProductId(1), INT64_MIN}},
                            {{ProductId(1), Stock::kMost + 1}}}) {
    const auto refused = reserve(1, lines);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "product.invalid_amount");
    EXPECT_TRUE(left_unchanged);
  }
}

TEST_F(Orders, asked_again_find_the_same_reservation) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}, {ProductId(2), 1}}));
  EXPECT_TRUE(reserve(1, {{ProductId(2), 1}, {ProductId(1), 2}, {ProductId(1), 2}}, kStart + 5min));
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(reserved(1), 4);
  EXPECT_EQ(reservations.at(payment(1)).expires_at, kStart + 15min);
  ASSERT_TRUE(pin(1));
  EXPECT_TRUE(reserve(1, {{ProductId(1), 4}, {ProductId(2), 1}}));
  EXPECT_TRUE(left_unchanged);
}

TEST_F(Orders, find_a_reservation_even_when_nothing_is_left_for_another) {
  ASSERT_TRUE(reserve(1, {{ProductId(2), 5}}));
  EXPECT_TRUE(reserve(1, {{ProductId(2), 5}}));
  EXPECT_EQ(reserve(2, {{ProductId(2), 1}}).error().code, "product.insufficient_stock");
}

TEST_F(Orders, of_one_payment_may_not_differ) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}}));
  EXPECT_EQ(reserve(1, {{ProductId(1), 5}}).error().code, "product.reservation_differs");
  EXPECT_EQ(reserve(1, {{ProductId(2), 4}}).error().code, "product.reservation_differs");
  EXPECT_EQ(reserve(1, {{ProductId(1), 4}, {ProductId(2), 1}}).error().code, "product.reservation_differs");
  EXPECT_EQ(reserved(1), 4);
}

TEST_F(Orders, do_not_bring_back_a_reservation_that_is_over) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}}));
  ASSERT_TRUE(release(1));
  EXPECT_EQ(reserve(1, {{ProductId(1), 4}}).error().code, "product.reservation_lost");
  ASSERT_TRUE(reserve(2, {{ProductId(1), 4}}));
  ASSERT_TRUE(expire(2, kStart + 15min));
  EXPECT_EQ(reserve(2, {{ProductId(1), 4}}).error().code, "product.reservation_lost");
  EXPECT_EQ(reserved(1), 0);
}

TEST_F(Orders, sell_what_was_pinned) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}, {ProductId(2), 5}}));
  ASSERT_TRUE(pin(1));
  EXPECT_EQ(reserved(1), 4);
  ASSERT_TRUE(consume(1));
  EXPECT_EQ(on_hand(1), 6);
  EXPECT_EQ(on_hand(2), 0);
  EXPECT_EQ(reserved(1), 0);
  EXPECT_EQ(reserved(2), 0);
  EXPECT_TRUE(consume(1)) << "told twice";
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(release(1).error().code, "product.reservation_state") << "sold units can't be given back";
  EXPECT_TRUE(left_unchanged);
}

TEST_F(Orders, sell_nothing_that_was_not_pinned) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}}));
  EXPECT_EQ(consume(1).error().code, "product.reservation_state");
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(consume(9).error().code, "product.reservation_not_found");
}

TEST_F(Orders, give_back_what_was_held_or_pinned_once) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}}));
  ASSERT_TRUE(reserve(2, {{ProductId(1), 6}}));
  ASSERT_TRUE(pin(2));
  ASSERT_TRUE(release(1));
  EXPECT_EQ(reserved(1), 6);
  EXPECT_TRUE(release(1));
  EXPECT_TRUE(left_unchanged);
  ASSERT_TRUE(release(2));
  EXPECT_EQ(reserved(1), 0);
  EXPECT_EQ(on_hand(1), 10);
}

TEST_F(Orders, give_back_nothing_for_a_payment_that_never_reserved) {
  EXPECT_TRUE(release(9));
  EXPECT_TRUE(left_unchanged);
  EXPECT_TRUE(reservations.empty());
}

TEST_F(Orders, end_what_was_held_too_long_but_never_what_is_pinned) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}}));
  ASSERT_TRUE(reserve(2, {{ProductId(1), 1}}));
  ASSERT_TRUE(pin(2, kStart + 15min - 1us));
  EXPECT_EQ(expire(1, kStart + 15min - 1us).error().code, "product.reservation_state");
  ASSERT_TRUE(expire(1, kStart + 15min));
  EXPECT_EQ(expire(2, kStart + 24h).error().code, "product.reservation_state");
  EXPECT_EQ(reserved(1), 1);
  EXPECT_EQ(pin(1).error().code, "product.reservation_lost");
  EXPECT_TRUE(release(1)) << "a late refusal of the payment is fine";
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(expire(9, kStart).error().code, "product.reservation_not_found");
  EXPECT_EQ(pin(9).error().code, "product.reservation_not_found");
}

TEST_F(Orders, are_too_late_to_pin_when_the_time_is_over_even_before_the_sweep) {
  ASSERT_TRUE(reserve(1, {{ProductId(1), 4}}));
  EXPECT_EQ(pin(1, kStart + 15min).error().code, "product.reservation_lost");
  EXPECT_EQ(state(1), ReservationState::held);
  EXPECT_EQ(reserved(1), 4);
}

TEST_F(Orders, name_their_products_once_and_ascending) {
  EXPECT_EQ(products_of(ReserveStock{payment(1), {{ProductId(2), 1}, {ProductId(1), 1}, {ProductId(2), 1}}}),
            (std::vector{ProductId(1), ProductId(2)}));
  EXPECT_TRUE(products_of(PinReservation{payment(1)}).empty());
  EXPECT_EQ(reservation_of(ExpireReservation{payment(3)}), payment(3));
}

class Returns : public testing::Test, protected test::Shelf {
 protected:
  Returns() {
    put(1, 10);
    put(2, 5);
    EXPECT_TRUE(reserve(1, {{ProductId(1), 4}, {ProductId(2), 1}}));
    EXPECT_TRUE(pin(1));
  }
};

TEST_F(Returns, put_units_that_were_sold_back_on_the_shelf) {
  ASSERT_TRUE(consume(1));
  ASSERT_TRUE(restock(1, {{ProductId(1), 3}}));
  EXPECT_EQ(on_hand(1), 9);
  EXPECT_EQ(on_hand(2), 4);
  EXPECT_EQ(reserved(1), 0);
  EXPECT_EQ(ledger.back().kind, MovementKind::restocked);
  EXPECT_EQ(ledger.back().delta, 3);
  EXPECT_EQ(ledger.back().cause.id, "rfd_1");
  ASSERT_TRUE(restock(1, {{ProductId(2), 1}, {ProductId(1), 1}}, "rfd_2"));
  EXPECT_EQ(on_hand(1), 10);
  EXPECT_EQ(on_hand(2), 5);
  EXPECT_EQ(state(1), ReservationState::consumed);
}

TEST_F(Returns, happen_once_for_a_refund) {
  ASSERT_TRUE(consume(1));
  ASSERT_TRUE(restock(1, {{ProductId(1), 1}}));
  EXPECT_TRUE(restock(1, {{ProductId(1), 1}}));
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(on_hand(1), 7);
}

TEST_F(Returns, of_what_never_left_are_refused) {
  EXPECT_EQ(restock(1, {{ProductId(1), 1}}).error().code, "product.reservation_state");
  EXPECT_EQ(restock(9, {{ProductId(1), 1}}).error().code, "product.reservation_not_found");
  ASSERT_TRUE(consume(1));
  EXPECT_EQ(restock(1, {{ProductId(3), 1}}).error().code, "product.reservation_differs");
  EXPECT_EQ(restock(1, {{ProductId(1), 5}}).error().code, "product.reservation_differs");
  EXPECT_EQ(restock(1, {{ProductId(1), 0}}).error().code, "product.invalid_amount");
  EXPECT_TRUE(left_unchanged);
  EXPECT_EQ(on_hand(1), 6);
}

}  // namespace
}  // namespace ddd::product
