#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::offer;

class ClosedAccounts : public testing::Test, protected test::Shop {
 protected:
  ClosedAccounts() {
    catalogue.has(offer(1));
    EXPECT_TRUE(add(ada, 1, 2));
    EXPECT_TRUE(add(bob, 1, 1));
  }
  Result<Discarding> close(UserId user_id, Timestamp at, EventId event, bool for_good = false) {
    AccountClosed fact{user_id, at, for_good, {"basket.discard_baskets", std::move(event)}};
    return run(application.policies.discard_basket.handle(CallContext{}, std::move(fact)));
  }
  bool has_basket(UserId user_id) { return run(baskets.find_by_user(user_id)).value().has_value(); }
};

TEST_F(ClosedAccounts, take_their_basket_along_and_no_other) {
  EXPECT_EQ(close(UserId(7), kStart, ids.make<EventId>()), Discarding::done);
  EXPECT_FALSE(has_basket(UserId(7)));
  EXPECT_TRUE(has_basket(UserId(8)));
  EXPECT_EQ(told().back(), "ddd.basket.cleared.v1");
}

TEST_F(ClosedAccounts, without_a_basket_leave_everything_as_it_is) {
  EXPECT_EQ(close(UserId(9), kStart, ids.make<EventId>()), Discarding::no_basket);
}

TEST_F(ClosedAccounts, take_a_basket_along_whose_time_is_over) {
  clock.at += Basket::kLifetime;
  EXPECT_EQ(close(UserId(7), clock.at, ids.make<EventId>()), Discarding::done);
  EXPECT_FALSE(has_basket(UserId(7)));
}

TEST_F(ClosedAccounts, are_heard_of_once) {
  const auto event = ids.make<EventId>();
  EXPECT_EQ(close(UserId(7), kStart, event), Discarding::done);
  EXPECT_EQ(close(UserId(8), kStart, event).error().code, store_errors::kDuplicateEvent);
  EXPECT_TRUE(has_basket(UserId(8)));
}

TEST_F(ClosedAccounts, leave_no_kept_answer_when_they_are_erased) {
  auto call = ada;
  call.idempotency = IdempotencyKey{.user_id = UserId(7), .key = "0123456789abcdef", .fingerprint = "f"};
  const auto render = [](const BasketView&) {
    return StoredAnswer{.status = 200, .body = "{}", .location = "", .etag = ""};
  };
  ASSERT_TRUE(run(application.commands.add_item.handle(
      call, AddItem{.product_id = ProductId(1), .quantity = 1, .expected_version = {}, .render = render})));
  const auto is_kept = [&] { return run(store.effects.find(UserId(7), "0123456789abcdef"))->has_value(); };
  ASSERT_EQ(close(UserId(7), kStart, ids.make<EventId>()), Discarding::done);
  EXPECT_TRUE(is_kept()) << "closed for now";
  EXPECT_EQ(close(UserId(7), kStart, ids.make<EventId>(), true), Discarding::no_basket);
  EXPECT_FALSE(is_kept());
}

TEST_F(ClosedAccounts, that_were_opened_again_keep_what_they_put_into_a_basket_since) {
  EXPECT_EQ(close(UserId(7), kStart - 1s, ids.make<EventId>()), Discarding::no_basket);
  EXPECT_TRUE(has_basket(UserId(7)));
}

}  // namespace
}  // namespace ddd::basket
