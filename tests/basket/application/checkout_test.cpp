#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::offer;

class Checkout : public testing::Test, protected test::Shop {
 protected:
  Checkout() {
    catalogue.has(offer(1));
    catalogue.has(offer(2));
  }

  BasketPaid payment_of(const CheckoutView& view) {
    return {.user_id = UserId(7),
            .basket_id = *view.basket_id,
            .purchase = {.payment_id = ids.make<PaymentId>(), .basket_version = view.version, .lines = view.lines},
            .event = next_event()};
  }
  InboxEntry next_event() { return {.consumer = "basket.subtract_paid_lines", .event_id = ids.make<EventId>()}; }
};

TEST_F(Checkout, payment_sees_the_lines_and_the_version) {
  ASSERT_TRUE(add(ada, 1, 2));
  const auto basket = add(ada, 2, 1);
  const auto view = check_out(payment, UserId(7));
  EXPECT_EQ(view->basket_id, basket->id);
  EXPECT_EQ(view->version, 2);
  EXPECT_EQ(view->lines, (std::vector<PurchasedLine>{{ProductId(1), 2}, {ProductId(2), 1}}));
  EXPECT_EQ(check_out(payment, UserId(7), basket->id)->version, 2);
}

TEST_F(Checkout, is_for_the_payment_service_alone) {
  EXPECT_EQ(check_out(ada, UserId(7)).error().code, "auth.internal_only");
  EXPECT_EQ(check_out(admin, UserId(7)).error().code, "auth.internal_only");
  EXPECT_EQ(check_out(test::call_of_service("product-service"), UserId(7)).error().code, "auth.internal_only");
}

TEST_F(Checkout, a_user_without_a_basket_has_an_empty_one_unless_a_certain_one_is_wanted) {
  const auto bobs = add(bob, 1)->id;
  const auto view = check_out(payment, UserId(7));
  ASSERT_TRUE(view);
  EXPECT_FALSE(view->basket_id);
  EXPECT_TRUE(view->lines.empty());
  EXPECT_FALSE(store.baskets.contains(UserId(7)));
  EXPECT_EQ(check_out(payment, UserId(7), bobs).error().code, "basket.not_found");
}

TEST_F(Checkout, an_expired_basket_is_none) {
  const auto id = add(ada, 1)->id;
  clock.at += 24h;
  EXPECT_TRUE(check_out(payment, UserId(7))->lines.empty());
  EXPECT_EQ(check_out(payment, UserId(7), id).error().code, "basket.not_found");
}

TEST_F(Checkout, a_completed_payment_takes_out_what_it_bought_and_nothing_else) {
  ASSERT_TRUE(add(ada, 1, 2));
  const auto fact = payment_of(*check_out(payment, UserId(7)));
  ASSERT_TRUE(add(ada, 1, 1));
  ASSERT_TRUE(add(ada, 2, 1));
  EXPECT_EQ(paid(fact), Subtraction::done);
  const auto left = open(ada)->basket;
  EXPECT_EQ(left.item_count, 2);
  EXPECT_EQ(left.version, 4);
  EXPECT_EQ(told().back(), "ddd.basket.cleared.v1");
}

TEST_F(Checkout, a_repeated_event_is_known_by_the_inbox_or_by_the_basket) {
  ASSERT_TRUE(add(ada, 1, 2));
  auto fact = payment_of(*check_out(payment, UserId(7)));
  ASSERT_EQ(paid(fact), Subtraction::done);
  ASSERT_TRUE(add(ada, 1, 2));
  const auto before = store.baskets;
  EXPECT_EQ(paid(fact), Subtraction::repeated);
  fact.event = next_event();
  EXPECT_EQ(paid(fact), Subtraction::repeated);
  EXPECT_EQ(store.baskets, before);
}

TEST_F(Checkout, the_inbox_refuses_an_event_that_was_applied_to_another_payment) {
  ASSERT_TRUE(add(ada, 1, 2));
  auto fact = payment_of(*check_out(payment, UserId(7)));
  ASSERT_EQ(paid(fact), Subtraction::done);
  fact.purchase.payment_id = ids.make<PaymentId>();
  EXPECT_EQ(paid(fact).error().code, store_errors::kDuplicateEvent);
}

TEST_F(Checkout, a_payment_of_a_basket_that_is_gone_touches_no_other) {
  ASSERT_TRUE(add(ada, 1, 2));
  const auto fact = payment_of(*check_out(payment, UserId(7)));
  ASSERT_TRUE(run(application.commands.delete_basket.handle(ada, DeleteBasket{})));
  EXPECT_EQ(paid(fact), Subtraction::no_basket);
  ASSERT_TRUE(add(ada, 1, 2));
  EXPECT_EQ(paid(fact), Subtraction::no_basket);
  clock.at += 24h;
  EXPECT_EQ(paid(fact), Subtraction::no_basket);
  EXPECT_EQ(store.baskets.at(UserId(7)).items.at(0).quantity, 2);
}

}  // namespace
}  // namespace ddd::basket
