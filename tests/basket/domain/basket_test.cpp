#include <stdexcept>

#include <basket/support/values.hpp>
#include <gtest/gtest.h>

#include <ddd/basket/domain/basket.hpp>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::offer;
using test::quantity_of;
using test::usd;

class BasketRules : public testing::Test {
 protected:
  Result<> add(const Offer& what, std::int64_t quantity) {
    return basket.add(ids.make<ItemId>(), what, quantity, kStart + 1h);
  }

  test::CountingIds ids;
  Basket basket = test::new_basket(ids);
};

template <class Fact>
const Fact& last_fact(const Basket& basket) {
  return std::get<Fact>(basket.events().pending().back());
}

TEST_F(BasketRules, a_new_basket_is_empty_unsaved_and_lives_a_day) {
  EXPECT_TRUE(basket.state().items.empty());
  EXPECT_EQ(basket.version(), 0);
  EXPECT_TRUE(basket.has_changes());
  EXPECT_FALSE(basket.is_expired(kStart + 24h - 1us));
  EXPECT_TRUE(basket.is_expired(kStart + 24h));
  EXPECT_TRUE(basket.events().pending().empty());
}

TEST_F(BasketRules, the_same_product_adds_up_in_one_line_at_the_price_of_now) {
  ASSERT_TRUE(add(offer(1, 1000), 2));
  ASSERT_TRUE(add(offer(2, 500), 1));
  const auto line = basket.find(ProductId(1))->id;
  ASSERT_TRUE(add(offer(1, 1100), 3));

  ASSERT_EQ(basket.state().items.size(), 2u);
  EXPECT_EQ(basket.state().items[0].id, line);
  EXPECT_EQ(quantity_of(basket, 1), 5);
  EXPECT_EQ(basket.find(ProductId(1))->unit_price, usd(1100));
  EXPECT_EQ(basket.total(Currency()), usd(5 * 1100 + 500));
  EXPECT_EQ(basket.item_count(), 6);
}

TEST_F(BasketRules, adding_tells_how_many_came_and_what_is_there_now) {
  ASSERT_TRUE(add(offer(1), 2));
  ASSERT_TRUE(add(offer(1), 3));
  const auto& fact = last_fact<ItemAdded>(basket);
  EXPECT_EQ(fact.product_id, ProductId(1));
  EXPECT_EQ(fact.quantity, 3);
  EXPECT_EQ(fact.items, basket.state().items);
}

TEST_F(BasketRules, every_change_renews_the_life_of_the_basket) {
  ASSERT_TRUE(add(offer(1), 1));
  EXPECT_EQ(basket.state().expires_at, kStart + 25h);
  ASSERT_TRUE(basket.set_quantity(offer(1), 1, kStart + 2h));
  EXPECT_EQ(basket.state().expires_at, kStart + 26h);
  ASSERT_TRUE(basket.remove(ProductId(1), kStart + 3h));
  EXPECT_EQ(basket.state().expires_at, kStart + 27h);
  basket.clear(kStart + 4h);
  EXPECT_EQ(basket.state().expires_at, kStart + 28h);
  EXPECT_EQ(basket.state().updated_at, kStart + 4h);
}

TEST_F(BasketRules, a_quantity_is_1_to_99_also_when_it_is_reached_by_adding_up) {
  const auto nothing = add(offer(1), 0);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, "basket.invalid_quantity");
  EXPECT_EQ(nothing.error().kind, ErrorKind::rejected);
  EXPECT_EQ(nothing.error().violations.at(0), (Violation{"/quantity", "min", "Must be at least 1.", 1}));

  EXPECT_EQ(add(offer(1), 100).error().violations.at(0).limit, 99);
  EXPECT_EQ(add(offer(1), INT64_MAX).error().code, "basket.invalid_quantity");
  ASSERT_TRUE(add(offer(1), 60));
  EXPECT_EQ(add(offer(1), 40).error().code, "basket.invalid_quantity");
  EXPECT_EQ(quantity_of(basket, 1), 60);
  ASSERT_TRUE(add(offer(1), 39));
  EXPECT_EQ(quantity_of(basket, 1), 99);
}

TEST_F(BasketRules, the_stock_must_serve_the_whole_line_not_only_what_is_added) {
  ASSERT_TRUE(add(offer(1, 1000, 5), 3));
  const auto refused = add(offer(1, 1000, 5), 3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "basket.insufficient_stock");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(refused.error().members.at(0), (ErrorMember{"available", std::int64_t{5}}));
  EXPECT_EQ(quantity_of(basket, 1), 3);
  EXPECT_TRUE(add(offer(1, 1000, 5), 2));
}

TEST_F(BasketRules, a_withdrawn_product_is_not_taken) {
  auto withdrawn = offer(1);
  withdrawn.is_active = false;
  EXPECT_EQ(add(withdrawn, 1).error().code, "product.inactive");
  ASSERT_TRUE(add(offer(1), 1));
  EXPECT_EQ(basket.set_quantity(withdrawn, 2, kStart).error().code, "product.inactive");
}

TEST_F(BasketRules, there_are_at_most_100_lines_but_those_may_grow) {
  for (std::uint64_t product = 1; product <= 100; ++product) ASSERT_TRUE(add(offer(product), 1));
  const auto refused = add(offer(101), 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "basket.too_many_lines");
  EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
  EXPECT_TRUE(add(offer(100), 1));
  EXPECT_EQ(basket.item_count(), 101);
}

TEST_F(BasketRules, a_sum_that_is_no_amount_any_more_is_refused) {
  EXPECT_EQ(add(offer(1, INT64_MAX / 2), 3).error().code, "basket.total_too_large");
  ASSERT_TRUE(add(offer(1, INT64_MAX / 2), 2));
  EXPECT_EQ(add(offer(2, 2), 1).error().code, "basket.total_too_large");
  EXPECT_TRUE(add(offer(2, 1), 1));
  EXPECT_EQ(basket.total(Currency()), usd(INT64_MAX));
}

TEST_F(BasketRules, all_lines_are_in_one_currency) {
  ASSERT_TRUE(add(offer(1), 1));
  auto yen = offer(2);
  yen.price = Money(500, *Currency::from_code("JPY"));
  EXPECT_EQ(add(yen, 1).error().code, "basket.currency_mismatch");
  basket.clear(kStart);
  ASSERT_TRUE(add(yen, 2));
  EXPECT_EQ(basket.total(Currency()), Money(1000, *Currency::from_code("JPY")));
}

TEST_F(BasketRules, setting_a_quantity_takes_the_price_of_now_and_tells_once) {
  ASSERT_TRUE(add(offer(1, 1000), 2));
  const auto told = basket.events().pending().size();
  ASSERT_TRUE(basket.set_quantity(offer(1, 1000), 2, kStart));
  EXPECT_EQ(basket.events().pending().size(), told);
  ASSERT_TRUE(basket.set_quantity(offer(1, 900), 2, kStart));
  EXPECT_EQ(basket.total(Currency()), usd(1800));
  EXPECT_EQ(last_fact<QuantityChanged>(basket).quantity, 2);
  ASSERT_TRUE(basket.set_quantity(offer(1, 900), 1, kStart));
  EXPECT_EQ(basket.events().pending().size(), told + 2);
}

TEST_F(BasketRules, only_what_is_in_it_can_be_set_or_removed) {
  EXPECT_EQ(basket.set_quantity(offer(1), 1, kStart).error().code, "basket.item_not_found");
  EXPECT_EQ(basket.remove(ProductId(1), kStart).error().code, "basket.item_not_found");
  ASSERT_TRUE(add(offer(1), 1));
  ASSERT_TRUE(basket.remove(ProductId(1), kStart));
  EXPECT_TRUE(last_fact<ItemRemoved>(basket).items.empty());
  EXPECT_EQ(basket.remove(ProductId(1), kStart).error().code, "basket.item_not_found");
}

TEST_F(BasketRules, clearing_an_empty_basket_tells_nothing) {
  basket.clear(kStart);
  EXPECT_TRUE(basket.events().pending().empty());
  ASSERT_TRUE(add(offer(1), 1));
  basket.clear(kStart);
  EXPECT_FALSE(last_fact<BasketCleared>(basket).payment_id);
  EXPECT_TRUE(basket.state().items.empty());
}

TEST_F(BasketRules, an_expected_version_must_be_the_stored_one) {
  EXPECT_TRUE(basket.must_be(std::nullopt));
  EXPECT_TRUE(basket.must_be(0));
  basket.mark_saved();
  EXPECT_TRUE(basket.must_be(1));
  EXPECT_EQ(basket.must_be(0).error().kind, ErrorKind::stale);
}

TEST_F(BasketRules, a_save_counts_versions_and_events) {
  ASSERT_TRUE(add(offer(1), 1));
  ASSERT_TRUE(add(offer(1), 1));
  basket.mark_saved();
  EXPECT_EQ(basket.version(), 1);
  EXPECT_EQ(basket.state().event_sequence, 2);
  EXPECT_FALSE(basket.has_changes());
  const auto restored = Basket::restore(basket.state());
  EXPECT_EQ(restored.state(), basket.state());
  EXPECT_EQ(restored.events().last(), 2);
}

TEST_F(BasketRules, the_end_comes_by_discarding_or_by_time_and_not_before) {
  ASSERT_TRUE(add(offer(1), 1));
  auto discarded = basket;
  discarded.discard(kStart + 2h);
  EXPECT_TRUE(discarded.is_over());
  EXPECT_TRUE(last_fact<BasketCleared>(discarded).items.empty());

  EXPECT_THROW(basket.expire(kStart + 25h - 1us), std::logic_error);
  basket.expire(kStart + 25h);
  EXPECT_TRUE(basket.is_over());
  EXPECT_TRUE(std::holds_alternative<BasketExpired>(basket.events().pending().back()));
}

}  // namespace
}  // namespace ddd::basket
