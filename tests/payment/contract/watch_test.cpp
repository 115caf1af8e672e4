#include <payment/contract/store_suite.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::kStart;
using test::payment_at;
using test::payment_id;

class WatchOfAStore : public test::StoreTest {
 protected:
  void keep(S state, std::uint64_t number, Timestamp now = kStart) {
    auto payment = payment_at(state, payment_id(number), now);
    ASSERT_TRUE(add(payment));
  }
  void keep_uncertain(std::uint64_t number, Timestamp since) {
    auto payment = payment_at(S::confirming, payment_id(number));
    payment.uncertain(since);
    ASSERT_TRUE(add(payment));
  }
  OverduePayments overdue(Timestamp since, std::size_t limit = 10) {
    return run(store->views().overdue(since, since, limit)).value();
  }
  static std::vector<std::string> ids_of(const std::vector<Waiting>& waiting) {
    std::vector<std::string> ids;
    for (const auto& each : waiting) ids.push_back(each.id.to_text());
    return ids;
  }
  std::vector<DayTotal> totals(Timestamp from, Timestamp to) {
    return run(store->views().day_totals(from, to)).value();
  }
  using Ids = std::vector<std::string>;
};
INSTANTIATE_TEST_SUITE_P(Every, WatchOfAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(WatchOfAStore, tells_what_is_uncertain_the_longest_first) {
  keep_uncertain(1, kStart + 2s);
  keep_uncertain(2, kStart + 1s);
  keep_uncertain(3, kStart + 3s);
  keep(S::confirming, 4);
  EXPECT_EQ(ids_of(overdue(kStart + 2s).uncertain), (Ids{"pay_2", "pay_1"}));
  EXPECT_EQ(overdue(kStart + 2s).uncertain[0].since, kStart + 1s);
  EXPECT_EQ(ids_of(overdue(kStart + 1h, 1).uncertain), Ids{"pay_2"});
  EXPECT_EQ(overdue(kStart + 1h).in_review, 0);
}

TEST_P(WatchOfAStore, counts_what_waits_for_a_person) {
  for (std::uint64_t number = 1; number <= 2; ++number) {
    auto payment = payment_at(S::confirming, payment_id(number));
    payment.uncertain(kStart);
    payment.review("odd", kStart);
    ASSERT_TRUE(add(payment));
  }
  EXPECT_EQ(overdue(kStart + 1h).in_review, 2);
  EXPECT_TRUE(overdue(kStart + 1h).uncertain.empty());
}

TEST_P(WatchOfAStore, knows_a_payment_by_its_intent) {
  keep(S::confirming, 1);
  added(payment_id(2));
  EXPECT_EQ(run(store->views().payment_of_intent("pi_of_pay_1")).value(), payment_id(1));
  EXPECT_EQ(run(store->views().payment_of_intent("pi_other")).value(), std::nullopt);
  EXPECT_EQ(run(store->views().payment_of_intent("")).value(), std::nullopt);
}

TEST_P(WatchOfAStore, knows_what_a_buyer_may_still_cancel_the_oldest_first) {
  keep(S::requires_action, 1, kStart + 3s);
  keep(S::confirming, 2);
  keep(S::completed, 3);
  keep(S::intent_created, 4, kStart + 1s);
  keep(S::stock_reserved, 5, kStart + 2s);
  added(payment_id(6));
  const auto ids = run(store->views().cancellable(UserId(7), 10)).value();
  EXPECT_EQ(ids, (std::vector{payment_id(6), payment_id(4), payment_id(5), payment_id(1)}));
  EXPECT_EQ(run(store->views().cancellable(UserId(7), 2)).value().size(), 2u);
  EXPECT_TRUE(run(store->views().cancellable(UserId(8), 10)).value().empty());
}

TEST_P(WatchOfAStore, sums_the_payments_of_a_range_by_day_state_and_currency) {
  keep(S::completed, 1, kStart);
  keep(S::completed, 2, kStart + 24h - 1us);
  keep(S::confirming, 3, kStart + 1h);
  keep(S::completed, 4, kStart + 24h);
  keep(S::completed, 5, kStart - 1us);
  const auto day = std::chrono::floor<std::chrono::days>(kStart);
  const auto found = totals(kStart, kStart + 24h + 1us);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].day, day);
  EXPECT_EQ(found[0].state, S::completed);
  EXPECT_EQ(found[0].count, 2);
  EXPECT_EQ(found[0].amount, test::usd(2 * 4497));
  EXPECT_EQ(found[1].state, S::confirming);
  EXPECT_EQ(found[1].count, 1);
  EXPECT_EQ(found[2].day, day + std::chrono::days(1));
  EXPECT_EQ(found[2].count, 1);
  EXPECT_TRUE(totals(kStart + 48h, kStart + 72h).empty());
}

}  // namespace
}  // namespace ddd::payment
