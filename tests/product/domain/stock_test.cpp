#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <product/support/values.hpp>

namespace ddd::product {
namespace {

using test::kStart;
using testing::ElementsAre;

// Places in the StockEvent variant.
constexpr std::size_t kUpdated = 0, kDepleted = 1, kReplenished = 2;

class AStock : public testing::Test {
 protected:
  Cause cause() { return {"adj_" + std::to_string(++causes), "counted"}; }
  Result<> set(std::int64_t units) { return stock.set_on_hand(units, cause(), kStart); }
  Result<> receive(std::int64_t units) { return stock.receive(units, cause(), kStart); }
  Result<> take_out(std::int64_t units) { return stock.take_out(units, cause(), kStart); }

  int causes = 0;
  Stock stock = test::stored_stock(ProductId(1), 10, 4);
};

TEST(ANewStock, is_what_was_received) {
  const auto stock = Stock::open(ProductId(3), 10, {"adj_1", {}}, kStart);
  EXPECT_EQ(stock.state().on_hand, 10);
  EXPECT_EQ(stock.available(), 10);
  ASSERT_EQ(stock.movements().size(), 1u);
  EXPECT_EQ(stock.movements()[0].kind, MovementKind::received);
  EXPECT_EQ(stock.movements()[0].delta, 10);
  EXPECT_EQ(stock.movements()[0].on_hand_after, 10);
  EXPECT_EQ(stock.movements()[0].cause.id, "adj_1");
  EXPECT_THAT(test::kinds(stock.events()), ElementsAre(kUpdated));
}

TEST(ANewStock, of_nothing_is_no_news_but_a_line_of_the_ledger) {
  const auto stock = Stock::open(ProductId(3), 0, {"adj_1", {}}, kStart);
  EXPECT_TRUE(stock.events().pending().empty());
  EXPECT_EQ(stock.movements().size(), 1u);
}

TEST_F(AStock, is_set_to_a_count) {
  ASSERT_TRUE(set(25));
  EXPECT_EQ(stock.state().on_hand, 25);
  EXPECT_EQ(stock.movements().back().kind, MovementKind::adjusted);
  EXPECT_EQ(stock.movements().back().delta, 15);
  EXPECT_EQ(stock.movements().back().cause.note, "counted");
  const auto& fact = std::get<StockUpdated>(stock.events().pending().back());
  EXPECT_EQ(fact.delta, 15);
  EXPECT_EQ(fact.on_hand, 25);
  EXPECT_EQ(fact.reserved, 4);
  EXPECT_EQ(fact.cause, "adjusted");
  EXPECT_EQ(fact.cause_id, "adj_1");
}

TEST_F(AStock, set_to_what_it_is_does_not_move) {
  ASSERT_TRUE(set(10));
  EXPECT_FALSE(stock.has_changes());
  EXPECT_TRUE(stock.events().pending().empty());
}

TEST_F(AStock, is_not_set_below_what_is_reserved) {
  EXPECT_TRUE(set(4));
  const auto refused = set(3);
  EXPECT_EQ(refused.error().code, "product.stock_reserved");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  ASSERT_EQ(refused.error().members.size(), 1u);
  EXPECT_EQ(refused.error().members[0].name, "reserved");
  EXPECT_EQ(refused.error().members[0].value, ErrorValue(std::int64_t{4}));
  EXPECT_EQ(stock.state().on_hand, 4);
}

TEST_F(AStock, refuses_amounts_out_of_range) {
  for (const auto units : {std::int64_t{-1}, Stock::kMost + 1, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(set(units).error().code, "product.invalid_amount") << units;
  }
  for (const auto units : {std::int64_t{0}, std::int64_t{-1}, Stock::kMost - 9, Stock::kMost, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(receive(units).error().code, "product.invalid_amount") << units;
  }
  for (const auto units : {std::int64_t{0}, std::int64_t{-1}, Stock::kMost + 1, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(take_out(units).error().code, "product.invalid_amount") << units;
  }
  EXPECT_FALSE(stock.has_changes());
  EXPECT_TRUE(receive(Stock::kMost - 10));
  EXPECT_EQ(stock.state().on_hand, Stock::kMost);
}

TEST_F(AStock, gives_out_what_is_available_and_no_more) {
  const auto refused = take_out(7);
  EXPECT_EQ(refused.error().code, "product.insufficient_stock");
  ASSERT_EQ(refused.error().members.size(), 1u);
  EXPECT_EQ(refused.error().members[0].name, "available");
  EXPECT_EQ(refused.error().members[0].value, ErrorValue(std::int64_t{6}));
  ASSERT_TRUE(take_out(6));
  EXPECT_EQ(stock.available(), 0);
  EXPECT_EQ(stock.state().on_hand, 4);
}

TEST_F(AStock, tells_when_it_is_used_up_and_when_there_is_some_again) {
  stock.reserve(6, "pay_1", kStart);
  EXPECT_THAT(test::kinds(stock.events()), ElementsAre(kDepleted));
  stock.release(1, "pay_1", kStart);
  EXPECT_THAT(test::kinds(stock.events()), ElementsAre(kDepleted, kReplenished));
  EXPECT_EQ(std::get<StockReplenished>(stock.events().pending().back()).available, 1);
}

TEST_F(AStock, keeps_a_ledger_of_every_step) {
  stock.reserve(3, "pay_1", kStart);
  stock.consume(2, "pay_1", kStart);
  stock.release(1, "pay_1", kStart);
  stock.restock(1, "rfd_1", kStart);
  ASSERT_EQ(stock.movements().size(), 4u);
  const auto line = [&](std::size_t i) {
    const auto& m = stock.movements()[i];
    return std::tuple(std::string(to_text(m.kind)), m.delta, m.reserved_delta, m.on_hand_after, m.reserved_after,
                      m.cause.id);
  };
  EXPECT_EQ(line(0), std::tuple("reserved", 0, 3, 10, 7, "pay_1"));
  EXPECT_EQ(line(1), std::tuple("consumed", -2, -2, 8, 5, "pay_1"));
  EXPECT_EQ(line(2), std::tuple("released", 0, -1, 8, 4, "pay_1"));
  EXPECT_EQ(line(3), std::tuple("restocked", 1, 0, 9, 4, "rfd_1"));
}

TEST_F(AStock, throws_when_a_step_would_leave_its_bounds) {
  EXPECT_THROW(stock.reserve(7, "pay_1", kStart), std::logic_error);
  auto other = test::stored_stock(ProductId(1), 10, 4);
  EXPECT_THROW(other.release(5, "pay_1", kStart), std::logic_error);
  auto third = test::stored_stock(ProductId(1), 10, 4);
  EXPECT_THROW(third.consume(5, "pay_1", kStart), std::logic_error);
}

TEST_F(AStock, saved_has_no_changes_and_counts_on) {
  ASSERT_TRUE(receive(5));
  ASSERT_TRUE(take_out(11));
  EXPECT_THAT(test::kinds(stock.events()), ElementsAre(kUpdated, kUpdated, kDepleted));
  stock.mark_saved();
  EXPECT_FALSE(stock.has_changes());
  EXPECT_EQ(stock.version(), 2);
  EXPECT_EQ(stock.state().event_sequence, 4);
}

}  // namespace
}  // namespace ddd::product
