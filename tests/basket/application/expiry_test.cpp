#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::offer;

class Expiry : public testing::Test, protected test::Shop {
 protected:
  Expiry() { catalogue.has(offer(1)); }

  std::size_t sweep(std::size_t limit = 100) {
    return *run(application.commands.expire_baskets.handle(CallContext{}, ExpireBaskets{limit}));
  }
};

TEST_F(Expiry, an_expired_basket_is_none_and_the_next_use_starts_a_new_one) {
  const auto old = add(ada, 1, 5)->id;
  clock.at += 24h;
  EXPECT_EQ(set(ada, 1, 1).error().code, "basket.item_not_found");
  EXPECT_EQ(run(application.queries.get_user_basket.handle(admin, GetUserBasket{UserId(7)})).error().code,
            "basket.not_found");
  EXPECT_EQ(run(application.commands.delete_basket.handle(ada, DeleteBasket{})).error().code, "basket.not_found");

  const auto fresh = add(ada, 1, 2);
  EXPECT_NE(fresh->id, old);
  EXPECT_EQ(fresh->item_count, 2);
  EXPECT_EQ(fresh->version, 1);
  EXPECT_EQ(told(), (std::vector<std::string>{"ddd.basket.item_added.v1", "ddd.basket.expired.v1",
                                              "ddd.basket.item_added.v1"}));
}

TEST_F(Expiry, the_sweep_removes_what_is_over_and_nothing_else) {
  ASSERT_TRUE(add(ada, 1));
  clock.at += 1h;
  ASSERT_TRUE(add(bob, 1));
  clock.at += 23h;
  EXPECT_EQ(sweep(), 1u);
  EXPECT_FALSE(store.baskets.contains(UserId(7)));
  EXPECT_TRUE(store.baskets.contains(UserId(8)));
  EXPECT_EQ(sweep(), 0u);
  EXPECT_EQ(told().back(), "ddd.basket.expired.v1");
}

TEST_F(Expiry, the_sweep_stops_at_its_limit) {
  for (std::uint64_t user = 1; user <= 5; ++user) ASSERT_TRUE(open(test::call_of(UserId(user))));
  clock.at += 24h;
  EXPECT_EQ(sweep(3), 3u);
  EXPECT_EQ(sweep(3), 2u);
}

TEST_F(Expiry, an_administrator_can_sweep_at_once) {
  ASSERT_TRUE(add(ada, 1));
  clock.at += 24h;
  EXPECT_EQ(*run(application.commands.clean_up_baskets.handle(admin, CleanUpBaskets{})), 1u);
  EXPECT_EQ(*run(application.commands.clean_up_baskets.handle(admin, CleanUpBaskets{})), 0u);
}

}  // namespace
}  // namespace ddd::basket
