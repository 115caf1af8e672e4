#include <basket/support/values.hpp>
#include <gtest/gtest.h>

#include <ddd/basket/domain/basket.hpp>

namespace ddd::basket {
namespace {

using test::kStart;
using test::offer;
using test::quantity_of;

class SubtractingAPayment : public testing::Test {
 protected:
  SubtractingAPayment() {
    put(1, 3);
    put(2, 1);
    basket.mark_saved();
  }
  void put(std::uint64_t product, std::int64_t quantity) {
    ASSERT_TRUE(basket.add(ids.make<ItemId>(), offer(product), quantity, kStart));
  }
  Purchase all_of_it() {
    Purchase purchase{.payment_id = ids.make<PaymentId>(), .basket_version = basket.version(), .lines = {}};
    for (const auto& item : basket.state().items) purchase.lines.push_back({item.product_id, item.quantity});
    return purchase;
  }
  Purchase something_at(std::int64_t version) {
    return {.payment_id = ids.make<PaymentId>(), .basket_version = version, .lines = {{ProductId(1), 1}}};
  }

  test::CountingIds ids;
  Basket basket = test::new_basket(ids);
};

TEST_F(SubtractingAPayment, empties_a_basket_that_nobody_touched_since) {
  const auto purchase = all_of_it();
  ASSERT_TRUE(basket.subtract(purchase, kStart));
  EXPECT_TRUE(basket.state().items.empty());
  const auto& fact = std::get<BasketCleared>(basket.events().pending().back());
  EXPECT_EQ(fact.payment_id, purchase.payment_id);
  EXPECT_TRUE(fact.items.empty());
}

TEST_F(SubtractingAPayment, leaves_what_came_in_after_it_began) {
  const auto purchase = all_of_it();
  put(1, 2);
  put(3, 1);
  ASSERT_TRUE(basket.subtract(purchase, kStart));
  EXPECT_EQ(quantity_of(basket, 1), 2);
  EXPECT_EQ(quantity_of(basket, 2), 0);
  EXPECT_EQ(quantity_of(basket, 3), 1);
  EXPECT_EQ(std::get<BasketCleared>(basket.events().pending().back()).items, basket.state().items);
}

TEST_F(SubtractingAPayment, does_not_mind_what_was_taken_out_meanwhile) {
  const auto purchase = all_of_it();
  ASSERT_TRUE(basket.set_quantity(offer(1), 1, kStart));
  ASSERT_TRUE(basket.remove(ProductId(2), kStart));
  ASSERT_TRUE(basket.subtract(purchase, kStart));
  EXPECT_TRUE(basket.state().items.empty());
}

TEST_F(SubtractingAPayment, happens_once_however_often_it_is_told) {
  const auto purchase = all_of_it();
  ASSERT_TRUE(basket.subtract(purchase, kStart));
  put(1, 3);
  basket.mark_saved();
  const auto before = basket.state();
  EXPECT_FALSE(basket.subtract(purchase, kStart));
  EXPECT_EQ(basket.state(), before);
  EXPECT_FALSE(basket.has_changes());
}

TEST_F(SubtractingAPayment, counts_lines_of_the_same_product_together) {
  put(1, 7);
  ASSERT_TRUE(basket.subtract(
      {.payment_id = ids.make<PaymentId>(), .basket_version = 1, .lines = {{ProductId(1), 4}, {ProductId(1), 4}}},
      kStart));
  EXPECT_EQ(quantity_of(basket, 1), 2);
}

TEST_F(SubtractingAPayment, is_remembered_for_as_long_as_the_basket_lives) {
  const auto first = something_at(1);
  ASSERT_TRUE(basket.subtract(first, kStart));
  for (std::int64_t version = 2; version <= 200; ++version) {
    ASSERT_TRUE(basket.subtract(something_at(version), kStart));
    ASSERT_LE(basket.state().subtracted.size(), Basket::kMostRemembered);
  }
  put(1, 9);
  EXPECT_FALSE(basket.subtract(first, kStart));
  EXPECT_EQ(quantity_of(basket, 1), 9);
}

TEST_F(SubtractingAPayment, works_for_one_that_completes_long_after_younger_ones) {
  for (std::int64_t version = 100; version < 100 + 49; ++version) {
    ASSERT_TRUE(basket.subtract(something_at(version), kStart));
  }
  put(1, 9);
  const auto late = something_at(5);
  EXPECT_TRUE(basket.subtract(late, kStart));
  EXPECT_EQ(quantity_of(basket, 1), 8);
  EXPECT_FALSE(basket.subtract(late, kStart));
}

}  // namespace
}  // namespace ddd::basket
