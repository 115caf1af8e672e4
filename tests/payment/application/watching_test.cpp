#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/payment/application/policies/follow_fulfilment.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;

class Watching : public testing::Test, protected test::Till {
 protected:
  void watch() { ASSERT_TRUE(run(application->queries.watch_payments.handle(CallContext{}, WatchPayments{}))); }
  Result<Following> hear(const PaymentId& id, std::optional<ProductId> product, EventId event) {
    return run(application->policies.follow_fulfilment.handle(
        CallContext{}, PartFulfilled{.payment_id = id, .product_id = product, .event = {"payment.follow", event}}));
  }
};

TEST_F(Watching, tells_of_a_payment_that_was_uncertain_for_two_minutes) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  const auto since = clock.at;
  clock.at += 2min - 1us;
  watch();
  EXPECT_TRUE(alarms.last.uncertain.empty());
  clock.at += 1us;
  watch();
  ASSERT_EQ(alarms.last.uncertain.size(), 1u);
  EXPECT_EQ(alarms.last.uncertain[0].id, stored().id);
  EXPECT_EQ(alarms.last.uncertain[0].since, since);
  settle();
  watch();
  EXPECT_TRUE(alarms.last.uncertain.empty());
}

TEST_F(Watching, tells_of_a_sale_that_was_not_reported_for_five_minutes) {
  const auto id = buy()->view.payment.id;
  clock.at += 5min;
  watch();
  ASSERT_EQ(alarms.last.unfulfilled.size(), 1u);
  EXPECT_EQ(alarms.last.unfulfilled[0].id, id);
  EXPECT_EQ(hear(id, ProductId(1), ids.make<EventId>()), Following::done);
  watch();
  EXPECT_TRUE(alarms.last.unfulfilled.empty());
}

TEST_F(Watching, waits_for_the_basket_that_was_paid_as_well) {
  baskets.baskets[UserId(7)] = {{BasketId::restore("bsk_1"), 3}, {{ProductId(1), 2}, {ProductId(2), 1}}};
  const auto id = create(ada, {.current_basket = true, .payment_method = "pm_card_visa"})->view.payment.id;
  clock.at += 5min;
  for (const auto& part : {std::optional(ProductId(2)), std::optional<ProductId>(), std::optional(ProductId(1))}) {
    watch();
    EXPECT_EQ(alarms.last.unfulfilled.size(), 1u);
    EXPECT_EQ(hear(id, part, ids.make<EventId>()), Following::done);
  }
  watch();
  EXPECT_TRUE(alarms.last.unfulfilled.empty());
}

TEST_F(Watching, hears_each_part_once_and_of_known_sales_only) {
  const auto id = buy()->view.payment.id;
  EXPECT_EQ(hear(id, ProductId(1), ids.make<EventId>()), Following::done);
  EXPECT_EQ(hear(id, ProductId(1), ids.make<EventId>()), Following::nothing_new);
  EXPECT_EQ(hear(id, ProductId(2), ids.make<EventId>()), Following::nothing_new);
  EXPECT_EQ(hear(id, std::nullopt, ids.make<EventId>()), Following::nothing_new);
  EXPECT_EQ(hear(test::payment_id(99), ProductId(1), ids.make<EventId>()), Following::nothing_new);
}

TEST_F(Watching, counts_what_waits_for_a_person_and_not_as_uncertain) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.fail_next("look_up", Fault::refused);
  recover_after(1s);
  EXPECT_EQ(stored().state, S::manual_review);
  clock.at += 1h;
  watch();
  EXPECT_EQ(alarms.last.in_review, 1);
  EXPECT_TRUE(alarms.last.uncertain.empty());
}

}  // namespace
}  // namespace ddd::payment
