#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::offer;
using test::usd;

/// A product changes, and whoever has it in a basket is told.
class FlaggingLines : public testing::Test, protected test::Shop {
 protected:
  FlaggingLines() {
    catalogue.has(offer(1, 500, 10));
    catalogue.has(offer(2, 300, 10));
    EXPECT_TRUE(add(ada, 1, 2));
    EXPECT_TRUE(add(ada, 2, 1));
    EXPECT_TRUE(add(bob, 2, 1));
  }
  Result<std::size_t> changed(std::uint64_t product) {
    return run(application.policies.flag_lines.handle(CallContext{}, OfferChanged{ProductId(product)}));
  }
  std::size_t flags_told() {
    const auto types = told();
    return static_cast<std::size_t>(std::ranges::count(types, "ddd.basket.item_flagged.v1"));
  }
};

TEST_F(FlaggingLines, tells_every_basket_that_holds_the_product) {
  catalogue.has(offer(2, 400, 10));
  EXPECT_EQ(changed(2), 2u);
  EXPECT_EQ(flags_told(), 2u);
  EXPECT_EQ(changed(3), 0u);
}

TEST_F(FlaggingLines, tells_nothing_twice_however_often_the_event_comes) {
  catalogue.has(offer(1, 400, 10));
  EXPECT_EQ(changed(1), 1u);
  EXPECT_EQ(changed(1), 0u);
  EXPECT_EQ(flags_told(), 1u);
}

TEST_F(FlaggingLines, takes_the_truth_from_the_catalogue_and_not_from_the_event) {
  EXPECT_EQ(changed(1), 0u) << "an event that is late: nothing is wrong any more";
  catalogue.has(offer(1, 500, 1));
  EXPECT_EQ(changed(1), 1u);
  catalogue.has(offer(1, 500, 10));
  EXPECT_EQ(changed(1), 1u) << "and the flag goes again";
  EXPECT_EQ(flags_told(), 2u);
}

TEST_F(FlaggingLines, knows_a_product_that_was_deleted) {
  catalogue.offers.erase(ProductId(1));
  EXPECT_EQ(changed(1), 1u);
}

TEST_F(FlaggingLines, changes_nothing_of_the_basket_that_could_be_paid) {
  const auto before = store.baskets.at(UserId(7));
  catalogue.has(offer(1, 400, 10));
  ASSERT_EQ(changed(1), 1u);
  EXPECT_EQ(store.baskets.at(UserId(7)), before) << "neither price nor version nor time";
}

TEST_F(FlaggingLines, begins_anew_for_a_line_that_was_put_in_again) {
  catalogue.has(offer(1, 500, 1));
  ASSERT_EQ(changed(1), 1u);
  ASSERT_TRUE(remove(ada, 1));
  catalogue.has(offer(1, 500, 10));
  ASSERT_TRUE(add(ada, 1, 2));
  catalogue.has(offer(1, 500, 1));
  EXPECT_EQ(changed(1), 1u);
}

TEST_F(FlaggingLines, waits_for_a_catalogue_that_is_away) {
  catalogue.is_away = true;
  EXPECT_EQ(changed(1).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(flags_told(), 0u);
}

TEST_F(FlaggingLines, reaches_more_baskets_than_fit_into_a_page) {
  for (std::uint64_t user = 100; user < 350; ++user) ASSERT_TRUE(add(test::call_of(UserId(user)), 1, 1));
  catalogue.has(offer(1, 400, 10));
  EXPECT_EQ(changed(1), 251u);
}

/// Payments begin and end, and administrators see it.
class MarkingCheckouts : public testing::Test, protected test::Shop {
 protected:
  MarkingCheckouts() {
    catalogue.has(offer(1));
    basket_id = add(ada, 1)->id;
  }
  Result<> began(PaymentId id) {
    return run(application.policies.mark_checkout.handle(
        CallContext{}, CheckoutBegan{basket_id, std::move(id), clock.at, {"g", ids.make<EventId>()}}));
  }
  Result<> ended(PaymentId id) {
    return run(application.policies.mark_checkout.handle(CallContext{},
                                                         CheckoutEnded{std::move(id), {"g", ids.make<EventId>()}}));
  }
  std::vector<CheckoutMark> seen() {
    return run(application.queries.get_user_basket.handle(admin, GetUserBasket{UserId(7)}))->checkouts;
  }

  BasketId basket_id;
};

TEST_F(MarkingCheckouts, lasts_as_long_as_the_payment) {
  const auto first = ids.make<PaymentId>();
  const auto second = ids.make<PaymentId>();
  ASSERT_TRUE(began(first));
  clock.at += 1min;
  ASSERT_TRUE(began(second));
  EXPECT_EQ(seen(), (std::vector<CheckoutMark>{{first, test::kStart}, {second, test::kStart + 1min}}));
  ASSERT_TRUE(ended(first));
  EXPECT_EQ(seen(), (std::vector<CheckoutMark>{{second, test::kStart + 1min}}));
}

TEST_F(MarkingCheckouts, leaves_the_basket_to_its_user) {
  ASSERT_TRUE(began(ids.make<PaymentId>()));
  EXPECT_TRUE(set(ada, 1, 3));
  EXPECT_TRUE(open(ada)->basket.checkouts.empty()) << "administrators alone see it";
}

}  // namespace
}  // namespace ddd::basket
