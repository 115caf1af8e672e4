#include <basket/support/shop.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <ddd/basket/adapters/events/publish.hpp>
#include <ddd/basket/adapters/events/subscribe.hpp>
#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::basket {
namespace {

using namespace contracts;
using test::kStart;
using test::offer;
using test::usd;

TEST(PublishedFacts, carry_the_basket_as_it_is_afterwards) {
  test::CountingIds ids;
  auto basket = test::new_basket(ids);
  ASSERT_TRUE(basket.add(ids.make<ItemId>(), offer(1, 500), 2, kStart));
  ASSERT_TRUE(basket.set_quantity(offer(1, 600), 3, kStart));
  ASSERT_TRUE(basket.subtract({ids.make<PaymentId>(), 1, {{ProductId(1), 2}}}, kStart));
  ASSERT_TRUE(basket.remove(ProductId(1), kStart));
  basket.expire(kStart + std::chrono::hours(24));

  const auto events = outgoing(basket);
  ASSERT_EQ(events.size(), 5u);
  const auto added = json::decode<BasketItemAddedV1>(events[0].data);
  ASSERT_TRUE(added);
  EXPECT_EQ(added->basket_id, basket.id());
  EXPECT_EQ(added->user_id, UserId(7));
  EXPECT_EQ(added->quantity, 2);
  EXPECT_EQ(added->items.at(0).unit_price, usd(500));
  EXPECT_EQ(json::decode<BasketQuantityChangedV1>(events[1].data)->items.at(0).quantity, 3);
  const auto cleared = json::decode<BasketClearedV1>(events[2].data);
  EXPECT_EQ(cleared->reason, "payment");
  EXPECT_TRUE(cleared->payment_id);
  EXPECT_EQ(cleared->items.at(0).quantity, 1);
  EXPECT_TRUE(json::decode<BasketItemRemovedV1>(events[3].data)->items.empty());
  EXPECT_EQ(json::decode<BasketExpiredV1>(events[4].data)->basket_id, basket.id());
  EXPECT_EQ(events[4].type, BasketExpiredV1::type);
  EXPECT_EQ(events[4].sequence, 5);
}

TEST(PublishedFacts, say_that_the_user_cleared_it) {
  test::CountingIds ids;
  auto basket = test::new_basket(ids);
  ASSERT_TRUE(basket.add(ids.make<ItemId>(), offer(1), 1, kStart));
  basket.clear(kStart);
  const auto cleared = json::decode<BasketClearedV1>(outgoing(basket).back().data);
  EXPECT_EQ(cleared->reason, "user");
  EXPECT_FALSE(cleared->payment_id);
}

class PaymentEvents : public testing::Test, protected test::Shop {
 protected:
  PaymentEvents() { catalogue.has(offer(1)); }

  Result<Handled> hear(std::string_view type, std::string data) {
    const Event event{.id = ids.make<EventId>(),
                      .topic = std::string(kPaymentTopic),
                      .key = "pay",
                      .type = std::string(type),
                      .source = "/services/payment",
                      .subject = "payment/pay",
                      .data = std::move(data)};
    return run(group_subscriptions(application).at(0).handle(context_of(event), event));
  }
  PaymentCompletedV1 completed() {
    return {.payment_id = ids.make<PaymentId>(),
            .order_id = "ord",
            .user_id = UserId(7),
            .basket_id = std::nullopt,
            .basket_version = std::nullopt,
            .lines = {{ProductId(1), 2, usd(1999)}},
            .amount = usd(3998)};
  }
};

TEST_F(PaymentEvents, subtract_what_was_paid_for_once) {
  const auto basket = add(ada, 1, 3);
  auto fact = completed();
  fact.basket_id = basket->id;
  fact.basket_version = basket->version;
  EXPECT_EQ(hear(PaymentCompletedV1::type, json::encode(fact)), Handled::applied);
  EXPECT_EQ(hear(PaymentCompletedV1::type, json::encode(fact)), Handled::duplicate);
  EXPECT_EQ(open(ada)->basket.item_count, 1);
}

TEST_F(PaymentEvents, that_concern_no_basket_are_ignored) {
  ASSERT_TRUE(add(ada, 1, 3));
  EXPECT_EQ(hear(PaymentCompletedV1::type, json::encode(completed())), Handled::ignored);
  EXPECT_EQ(hear(PaymentFailedV1::type, "{}"), Handled::ignored);
  EXPECT_EQ(open(ada)->basket.item_count, 3);
}

TEST_F(PaymentEvents, of_a_basket_that_is_gone_are_stale) {
  auto fact = completed();
  fact.basket_id = ids.make<BasketId>();
  fact.basket_version = 1;
  EXPECT_EQ(hear(PaymentCompletedV1::type, json::encode(fact)), Handled::stale);
}

class UserEvents : public PaymentEvents {
 protected:
  Result<Handled> hear_of_user(std::string_view type, std::string data = R"({"user_id":7})") {
    const Event event{.id = ids.make<EventId>(),
                      .topic = std::string(kUserTopic),
                      .key = "7",
                      .type = std::string(type),
                      .source = "/services/user",
                      .subject = "user/7",
                      .time = kStart,
                      .data = std::move(data)};
    const auto subscriptions = group_subscriptions(application);
    EXPECT_EQ(subscriptions.at(1).topic, kUserTopic);
    return run(subscriptions.at(1).handle(context_of(event), event));
  }
  bool has_basket() { return run(baskets.find_by_user(UserId(7))).value().has_value(); }
};

TEST_F(UserEvents, of_an_account_that_is_closed_take_its_basket_along) {
  for (const auto type : {UserDeletedV1::type, UserDeactivatedV1::type}) {
    ASSERT_TRUE(add(ada, 1, 3));
    EXPECT_EQ(hear_of_user(type), Handled::applied);
    EXPECT_FALSE(has_basket());
    EXPECT_EQ(hear_of_user(type), Handled::stale);
  }
}

TEST_F(UserEvents, of_other_kinds_are_ignored_and_broken_ones_refused) {
  ASSERT_TRUE(add(ada, 1, 3));
  EXPECT_EQ(hear_of_user(UserReactivatedV1::type), Handled::ignored);
  EXPECT_EQ(hear_of_user(UserDeletedV1::type, "{}").error().kind, ErrorKind::malformed);
  EXPECT_TRUE(has_basket());
}

TEST_F(PaymentEvents, mark_the_basket_while_they_are_under_way) {
  const auto basket = add(ada, 1, 3);
  const auto hear_too = [&](std::string_view type, std::string data) {
    const Event event{
        .id = ids.make<EventId>(), .key = "pay", .type = std::string(type), .time = kStart, .data = std::move(data)};
    const auto subscriptions = group_subscriptions(application);
    EXPECT_EQ(subscriptions.at(3).topic, kPaymentTopic);
    return run(subscriptions.at(3).handle(context_of(event), event));
  };
  const auto marks = [&] { return run(checkouts.of(basket->id))->size(); };
  const auto begin = [&](std::optional<BasketId> basket_id) {
    const auto id = ids.make<PaymentId>();
    const PaymentInitiatedV1 fact{id, "ord", UserId(7), std::move(basket_id), 1, {}, usd(1)};
    hear_too(PaymentInitiatedV1::type, json::encode(fact)).value();
    return id;
  };
  EXPECT_EQ(hear_too(PaymentInitiatedV1::type,
                     json::encode(PaymentInitiatedV1{ids.make<PaymentId>(), "ord", UserId(7), {}, {}, {}, usd(1)})),
            Handled::ignored)
      << "a direct purchase";
  auto ended = completed();
  ended.payment_id = begin(basket->id);
  const auto failed = begin(basket->id);
  const auto cancelled = begin(basket->id);
  const auto expired = begin(basket->id);
  EXPECT_EQ(marks(), 4u);
  EXPECT_EQ(hear_too(PaymentCompletedV1::type, json::encode(ended)), Handled::applied);
  EXPECT_EQ(hear_too(PaymentFailedV1::type, json::encode(PaymentFailedV1{failed, UserId(7), "x"})), Handled::applied);
  EXPECT_EQ(hear_too(PaymentCancelledV1::type, json::encode(PaymentCancelledV1{cancelled, UserId(7)})),
            Handled::applied);
  EXPECT_EQ(marks(), 1u);
  EXPECT_EQ(hear_too(PaymentExpiredV1::type, json::encode(PaymentExpiredV1{expired, UserId(7)})), Handled::applied);
  EXPECT_EQ(marks(), 0u);
  EXPECT_EQ(hear_too(PaymentAuthorizedV1::type, "{}"), Handled::ignored);
  EXPECT_EQ(hear_too(PaymentInitiatedV1::type, "{}").error().kind, ErrorKind::malformed);
}

class ProductEvents : public testing::Test, protected test::Shop {
 protected:
  ProductEvents() {
    catalogue.has(offer(1, 500));
    EXPECT_TRUE(add(ada, 1, 2));
  }
  Result<Handled> hear(std::string_view type, std::string key = "1") {
    const Event event{.id = ids.make<EventId>(), .key = std::move(key), .type = std::string(type), .data = "{}"};
    const auto subscriptions = group_subscriptions(application);
    EXPECT_EQ(subscriptions.at(2).topic, kProductTopic);
    return run(subscriptions.at(2).handle(context_of(event), event));
  }
};

TEST_F(ProductEvents, that_change_an_offer_flag_the_lines_that_hold_it) {
  std::int64_t cents = 500;
  for (const auto type : {ProductPriceChangedV1::type, ProductActivatedV1::type, ProductDeactivatedV1::type,
                          ProductDeletedV1::type, StockDepletedV1::type, StockReplenishedV1::type}) {
    catalogue.has(offer(1, ++cents));
    EXPECT_EQ(hear(type), Handled::applied) << type;
    EXPECT_EQ(hear(type), Handled::stale) << type;
  }
  EXPECT_EQ(hear(ProductPriceChangedV1::type, "2"), Handled::stale) << "nobody has it";
  const auto rows = run(store.effects.unpublished(100));
  const auto flagged = json::decode<BasketItemFlaggedV1>(rows->back().event.data);
  ASSERT_TRUE(flagged);
  EXPECT_EQ(flagged->user_id, UserId(7));
  EXPECT_EQ(flagged->product_id, ProductId(1));
  ASSERT_EQ(flagged->problems.size(), 1u);
  EXPECT_EQ(flagged->problems[0].code, "price_changed");
  EXPECT_EQ(flagged->problems[0].current_price, usd(506));
}

TEST_F(ProductEvents, of_other_kinds_are_ignored_and_broken_ones_refused) {
  catalogue.has(offer(1, 600));
  for (const auto type : {ProductCreatedV1::type, ProductUpdatedV1::type, StockUpdatedV1::type, StockReservedV1::type})
    EXPECT_EQ(hear(type), Handled::ignored) << type;
  EXPECT_EQ(hear(ProductPriceChangedV1::type, "x").error().kind, ErrorKind::malformed);
}

TEST_F(PaymentEvents, that_cannot_be_read_are_refused_as_malformed) {
  EXPECT_EQ(hear(PaymentCompletedV1::type, "{}").error().kind, ErrorKind::malformed);
  auto fact = completed();
  fact.basket_id = ids.make<BasketId>();
  EXPECT_EQ(hear(PaymentCompletedV1::type, json::encode(fact)).error().code, "basket.event_incomplete");
}

}  // namespace
}  // namespace ddd::basket
