#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::payment;

/// Payments end, and events tell of it: late, twice, and not always in order.
class SettlingByEvents : public testing::Test, protected test::Catalogue {
 protected:
  PaymentEnded fact(std::uint64_t id, bool completed) {
    return {payment(id), completed, {"product.settle_reservations", ids.make<EventId>()}};
  }
  void hold(std::uint64_t id, std::int64_t units) { ASSERT_TRUE(reserve(payment_service, id, {{mug, units}})); }
  void capture(std::uint64_t id, std::int64_t units) {
    hold(id, units);
    ASSERT_TRUE(pin(payment_service, id));
  }
  std::int64_t on_hand() { return get(admin, mug)->on_hand; }
  std::int64_t reserved() { return get(admin, mug)->reserved; }

  const ProductId mug = shelve(10);
};

TEST_F(SettlingByEvents, a_completed_payment_takes_its_units_off_the_shelf) {
  capture(1, 4);
  changes.noted.clear();
  ASSERT_TRUE(ended(fact(1, true)));
  EXPECT_EQ(on_hand(), 6);
  EXPECT_EQ(reserved(), 0);
  EXPECT_EQ(changes.noted, std::vector{mug});
  EXPECT_EQ(told().back(), "ddd.product.stock_updated.v1");
}

TEST_F(SettlingByEvents, a_payment_that_failed_gives_its_units_back) {
  hold(1, 4);
  capture(2, 3);
  ASSERT_TRUE(ended(fact(1, false)));
  ASSERT_TRUE(ended(fact(2, false)));
  EXPECT_EQ(on_hand(), 10);
  EXPECT_EQ(reserved(), 0);
  EXPECT_EQ(told().back(), "ddd.product.stock_released.v1");
}

TEST_F(SettlingByEvents, the_same_event_again_is_a_duplicate_and_changes_nothing) {
  capture(1, 4);
  const auto completed = fact(1, true);
  ASSERT_TRUE(ended(completed));
  const auto before = told();
  EXPECT_EQ(ended(completed).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(on_hand(), 6);
  EXPECT_EQ(told(), before);
}

TEST_F(SettlingByEvents, the_same_fact_in_another_event_changes_nothing_either) {
  capture(1, 4);
  ASSERT_TRUE(ended(fact(1, true)));
  EXPECT_TRUE(ended(fact(1, true)));
  EXPECT_EQ(on_hand(), 6);
  hold(2, 1);
  ASSERT_TRUE(ended(fact(2, false)));
  EXPECT_TRUE(ended(fact(2, false)));
  EXPECT_EQ(reserved(), 0);
}

TEST_F(SettlingByEvents, an_end_without_a_reservation_is_fine_and_remembered) {
  const auto failed = fact(9, false);
  EXPECT_TRUE(ended(failed));
  EXPECT_TRUE(data.effects.in_inbox(failed.event));
  EXPECT_EQ(ended(fact(9, true)).error().code, "product.reservation_not_found");
}

TEST_F(SettlingByEvents, an_end_told_after_the_units_were_given_back_is_fine) {
  hold(1, 4);
  ASSERT_TRUE(release(payment_service, 1));
  EXPECT_TRUE(ended(fact(1, false)));
  hold(2, 4);
  clock.at += 15min;
  ASSERT_EQ(sweep(), 1u);
  EXPECT_TRUE(ended(fact(2, false)));
  EXPECT_EQ(get(admin, mug)->available(), 10);
}

TEST_F(SettlingByEvents, a_completion_told_days_later_finds_its_pinned_units) {
  capture(1, 4);
  clock.at += 72h;
  ASSERT_EQ(sweep(), 0u);
  ASSERT_TRUE(ended(fact(1, true)));
  EXPECT_EQ(on_hand(), 6);
}

TEST_F(SettlingByEvents, a_completion_whose_units_are_gone_is_refused_and_not_remembered) {
  hold(1, 4);
  ASSERT_TRUE(release(payment_service, 1));
  const auto completed = fact(1, true);
  EXPECT_EQ(ended(completed).error().code, "product.reservation_state");
  EXPECT_FALSE(data.effects.in_inbox(completed.event)) << "someone has to look at it";
  EXPECT_EQ(on_hand(), 10);
}

TEST_F(SettlingByEvents, a_completion_whose_units_are_gone_is_told_once_however_often_it_is_tried) {
  hold(1, 4);
  ASSERT_TRUE(release(payment_service, 1));
  const auto before = told().size();
  for (const auto& completed : {fact(1, true), fact(1, true)}) {
    EXPECT_EQ(ended(completed).error().code, "product.reservation_state");
    EXPECT_EQ(ended(completed).error().code, "product.reservation_state");
  }
  EXPECT_EQ(ended(fact(9, true)).error().code, "product.reservation_not_found");
  const auto types = told();
  EXPECT_EQ(std::vector(types.begin() + static_cast<std::ptrdiff_t>(before), types.end()),
            (std::vector<std::string>{"ddd.product.stock_consume_failed.v1", "ddd.product.stock_consume_failed.v1"}))
      << "one for each payment";
  EXPECT_EQ(data.failed_consumptions.at(payment(1)), "product.reservation_state");
}

TEST_F(SettlingByEvents, a_failure_told_after_the_completion_is_refused) {
  capture(1, 4);
  ASSERT_TRUE(ended(fact(1, true)));
  const auto before = told();
  EXPECT_EQ(ended(fact(1, false)).error().code, "product.reservation_state");
  EXPECT_EQ(on_hand(), 6);
  EXPECT_EQ(told(), before);
}

TEST_F(SettlingByEvents, events_of_different_payments_may_come_in_any_order) {
  capture(1, 1);
  capture(2, 2);
  hold(3, 3);
  ASSERT_TRUE(ended(fact(3, false)));
  ASSERT_TRUE(ended(fact(2, true)));
  ASSERT_TRUE(ended(fact(1, true)));
  EXPECT_EQ(on_hand(), 7);
  EXPECT_EQ(reserved(), 0);
}

}  // namespace
}  // namespace ddd::product
