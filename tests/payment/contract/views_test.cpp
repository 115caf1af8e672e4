#include <payment/contract/store_suite.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::as_text;
using test::kStart;
using test::payment_id;

class ListsInAStore : public test::StoreTest {
 protected:
  using Ids = std::vector<std::string>;

  void has(std::uint64_t number, S state, Timestamp at, UserId user_id = UserId(7), std::string order = "ord_1") {
    auto payment = Payment::restore({.id = payment_id(number),
                                     .user_id = user_id,
                                     .order_id = std::move(order),
                                     .lines = {test::line(number)},
                                     .amount = test::usd(1999),
                                     .state = state,
                                     .created_at = at,
                                     .updated_at = at,
                                     .expires_at = at + 840s});
    ASSERT_TRUE(add(payment));
  }
  PaymentPage page(PaymentFilter filter, std::size_t limit = 100, std::optional<PaymentCursor> after = {}) {
    return run(store->views().list({.filter = std::move(filter), .limit = limit, .after = std::move(after)})).value();
  }
  static Ids ids_of(const PaymentPage& page) {
    Ids ids;
    for (const auto& item : page.items) ids.push_back(item.payment.id.to_text());
    return ids;
  }
  /// All pages one after another.
  Ids read(const PaymentFilter& filter, std::size_t limit) {
    Ids all;
    std::optional<PaymentCursor> after;
    do {
      const auto next = page(filter, limit, after);
      EXPECT_TRUE(next.items.size() == limit || !next.next);
      for (const auto& id : ids_of(next)) all.push_back(id);
      after = next.next;
    } while (after);
    return all;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, ListsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(ListsInAStore, show_payments_newest_first_and_of_one_moment_by_id) {
  has(1, S::completed, kStart);
  has(2, S::completed, kStart + 1us);
  has(3, S::completed, kStart - 1h);
  has(4, S::completed, kStart);
  EXPECT_EQ(ids_of(page({})), (Ids{"pay_2", "pay_4", "pay_1", "pay_3"}));
  EXPECT_EQ(as_text(page({}).items[0].payment), stored(payment_id(2)));
}

TEST_P(ListsInAStore, show_nothing_where_there_is_nothing) {
  const auto empty = page({});
  EXPECT_TRUE(empty.items.empty());
  EXPECT_FALSE(empty.next);
}

TEST_P(ListsInAStore, are_cut_into_pages_without_loss_or_repetition) {
  // Many of the same moment, so that the page borders fall between equals.
  for (std::uint64_t number = 10; number < 35; ++number) has(number, S::failed, kStart + (number / 7) * 1s);
  const auto whole = ids_of(page({}));
  ASSERT_EQ(whole.size(), 25u);
  for (const std::size_t limit : {1, 2, 3, 5, 24, 25, 26}) EXPECT_EQ(read({}, limit), whole) << limit;
  EXPECT_FALSE(page({}, 25).next);
  EXPECT_TRUE(page({}, 24).next);
}

TEST_P(ListsInAStore, stay_where_they_are_while_newer_payments_come) {
  for (std::uint64_t number = 10; number < 16; ++number) has(number, S::failed, kStart);
  const auto first = page({}, 2);
  has(50, S::failed, kStart + 1s);
  has(60, S::failed, kStart);
  EXPECT_EQ(ids_of(page({}, 10, first.next)), (Ids{"pay_13", "pay_12", "pay_11", "pay_10"}));
}

TEST_P(ListsInAStore, show_one_users_payments_or_one_orders) {
  has(1, S::completed, kStart, UserId(7), "ord_a");
  has(2, S::completed, kStart, UserId(8), "ord_a");
  has(3, S::completed, kStart, UserId(7), "ord_b");
  EXPECT_EQ(ids_of(page({.user_id = UserId(7)})), (Ids{"pay_3", "pay_1"}));
  EXPECT_EQ(ids_of(page({.order_id = "ord_a"})), (Ids{"pay_2", "pay_1"}));
  EXPECT_EQ(ids_of(page({.user_id = UserId(7), .order_id = "ord_a"})), Ids{"pay_1"});
  EXPECT_EQ(ids_of(page({.order_id = "ord_a' OR true --"})), Ids{});
  EXPECT_EQ(ids_of(page({.user_id = UserId(9)})), Ids{});
}

TEST_P(ListsInAStore, show_a_status_whatever_the_fine_state) {
  std::uint64_t number = 10;
  std::map<PaymentStatus, Ids> expected;
  for (const auto state : test::all_states()) {
    has(++number, state, kStart - number * 1s);
    expected[status_of(state)].push_back(payment_id(number).to_text());
  }
  for (const auto& [status, ids] : expected) {
    EXPECT_EQ(read({.status = status}, 2), ids) << to_text(status);
  }
  EXPECT_EQ(expected.size(), 8u);
}

TEST_P(ListsInAStore, count_what_the_filter_lets_through_when_asked) {
  for (std::uint64_t number = 1; number <= 5; ++number) has(number, S::completed, kStart + number * 1s);
  has(6, S::failed, kStart);
  has(7, S::completed, kStart, UserId(8));
  const auto total = [&](PaymentFilter filter, std::optional<PaymentCursor> after = {}) {
    PaymentListing listing{.filter = std::move(filter), .limit = 2, .after = std::move(after), .with_total = true};
    return run(store->views().list(std::move(listing))).value().total;
  };
  EXPECT_EQ(total({}), 7);
  EXPECT_EQ(total({.user_id = UserId(7), .status = PaymentStatus::completed, .order_id = std::nullopt}), 5);
  EXPECT_EQ(total({.user_id = UserId(9), .status = std::nullopt, .order_id = std::nullopt}), 0);
  EXPECT_EQ(total({}, page({}, 2).next), 7) << "on every page";
  EXPECT_FALSE(page({}, 2).total);
}

TEST_P(ListsInAStore, show_every_line_of_every_payment) {
  for (std::uint64_t number = 1; number <= 3; ++number) added(payment_id(number));
  for (const auto& item : page({}).items) {
    ASSERT_EQ(item.payment.lines.size(), 2u);
    EXPECT_EQ(item.payment.lines[0], test::line(1, 2));
    EXPECT_EQ(item.payment.lines[1], test::line(2, 1, 499));
  }
}

}  // namespace
}  // namespace ddd::payment
