#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/product/adapters/events/publish.hpp>
#include <ddd/product/adapters/events/subscribe.hpp>

namespace ddd::product {
namespace {

using namespace contracts;
using namespace std::chrono_literals;
using test::kStart;
using test::payment;
using test::usd;

class EndsOfPayments : public testing::Test, protected test::Catalogue {
 protected:
  EndsOfPayments() {
    EXPECT_TRUE(reserve(payment_service, 1, {{mug, 4}}));
    EXPECT_TRUE(pin(payment_service, 1));
  }

  Event event_of(std::string_view type, std::string data) {
    return {.id = ids.make<EventId>(),
            .topic = std::string(kPaymentTopic),
            .key = payment(1).to_text(),
            .type = std::string(type),
            .source = "/services/payment",
            .subject = "payment/" + payment(1).to_text(),
            .data = std::move(data)};
  }
  Result<Handled> hear(const Event& event) {
    return run(group_subscriptions(application).at(0).handle(context_of(event), event));
  }
  template <class Fact>
  Result<Handled> hear_fact(const Fact& fact) {
    return hear(event_of(Fact::type, json::encode(fact)));
  }
  static PaymentCompletedV1 completed() {
    return {.payment_id = payment(1),
            .order_id = "ord",
            .user_id = UserId(7),
            .basket_id = std::nullopt,
            .basket_version = std::nullopt,
            .lines = {{ProductId(1), 4, usd(1999)}},
            .amount = usd(7996)};
  }
  ReservationState state() { return data.reservations.at(payment(1)).state; }

  const ProductId mug = shelve(10);
};

TEST(TheSubscriptions, are_one_group_on_the_payment_topic_and_one_on_that_of_baskets) {
  test::Catalogue world;
  const auto subscriptions = group_subscriptions(world.application);
  ASSERT_EQ(subscriptions.size(), 2u);
  EXPECT_EQ(subscriptions[0].group, "product.settle_reservations");
  EXPECT_EQ(subscriptions[0].topic, "payment-events");
  EXPECT_EQ(subscriptions[1].group, "product.follow_demand");
  EXPECT_EQ(subscriptions[1].topic, "basket-events");
}

TEST_F(EndsOfPayments, sell_the_units_of_a_completed_one) {
  EXPECT_EQ(hear_fact(completed()), Handled::applied);
  EXPECT_EQ(state(), ReservationState::consumed);
}

TEST_F(EndsOfPayments, put_back_what_a_refund_returns_and_nothing_for_money_alone) {
  ASSERT_TRUE(hear_fact(completed()));
  const auto refunded = [](std::string refund, bool restock, std::vector<ReturnedLineV1> lines) {
    return PaymentRefundedV1{.payment_id = payment(1),
                             .order_id = "ord",
                             .user_id = UserId(7),
                             .refund_id = std::move(refund),
                             .amount = usd(1999),
                             .refunded_amount = usd(1999),
                             .restock = restock,
                             .lines = std::move(lines)};
  };
  EXPECT_EQ(hear_fact(refunded("rfd_1", false, {})), Handled::ignored);
  EXPECT_EQ(hear_fact(refunded("rfd_2", true, {})), Handled::ignored);
  EXPECT_EQ(data.stocks.at(mug).on_hand, 6);
  EXPECT_EQ(hear_fact(refunded("rfd_3", true, {{mug, 1}})), Handled::applied);
  EXPECT_EQ(data.stocks.at(mug).on_hand, 7);
  // The same fact in another event: the refund has brought its units back.
  EXPECT_EQ(hear_fact(refunded("rfd_3", true, {{mug, 1}})), Handled::applied);
  EXPECT_EQ(data.stocks.at(mug).on_hand, 7);
}

TEST_F(EndsOfPayments, put_nothing_back_that_never_left) {
  const PaymentRefundedV1 refunded{.payment_id = payment(1),
                                   .order_id = "ord",
                                   .user_id = UserId(7),
                                   .refund_id = "rfd_1",
                                   .amount = usd(1999),
                                   .refunded_amount = usd(1999),
                                   .restock = true,
                                   .lines = {{mug, 1}}};
  EXPECT_EQ(hear_fact(refunded).error().code, "product.reservation_state");
  EXPECT_EQ(data.stocks.at(mug).on_hand, 10);
}

TEST_F(EndsOfPayments, free_the_units_of_one_that_failed) {
  EXPECT_EQ(hear_fact(PaymentFailedV1{payment(1), UserId(7), "card_declined"}), Handled::applied);
  EXPECT_EQ(state(), ReservationState::released);
}

TEST_F(EndsOfPayments, free_the_units_of_one_that_was_cancelled) {
  EXPECT_EQ(hear_fact(PaymentCancelledV1{payment(1), UserId(7)}), Handled::applied);
  EXPECT_EQ(state(), ReservationState::released);
}

TEST_F(EndsOfPayments, free_the_units_of_one_that_expired) {
  EXPECT_EQ(hear_fact(PaymentExpiredV1{payment(1), UserId(7)}), Handled::applied);
  EXPECT_EQ(state(), ReservationState::released);
}

TEST_F(EndsOfPayments, are_applied_once_however_often_they_come) {
  const auto event = event_of(PaymentCompletedV1::type, json::encode(completed()));
  EXPECT_EQ(hear(event), Handled::applied);
  EXPECT_EQ(hear(event).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(hear_fact(completed()), Handled::applied) << "another event with the same fact";
  EXPECT_EQ(get(admin, mug)->on_hand, 6);
}

TEST_F(EndsOfPayments, carry_their_cause_into_what_follows) {
  auto event = event_of(PaymentCompletedV1::type, json::encode(completed()));
  event.correlation_id = "request-1";
  ASSERT_TRUE(hear(event));
  const auto rows = run(data.effects.unpublished(1000));
  EXPECT_EQ(rows->back().event.correlation_id, "request-1");
  EXPECT_EQ(rows->back().event.causation_id, event.id.to_text());
}

TEST_F(EndsOfPayments, take_fields_that_a_later_version_may_add) {
  auto text = json::encode(completed());
  text.insert(text.size() - 1, R"(,"loyalty_points":3)");
  EXPECT_EQ(hear(event_of(PaymentCompletedV1::type, text)), Handled::applied);
}

TEST_F(EndsOfPayments, that_cannot_be_read_are_malformed) {
  for (const auto type :
       {PaymentCompletedV1::type, PaymentFailedV1::type, PaymentCancelledV1::type, PaymentExpiredV1::type}) {
    for (const auto* text : {"", "{", "{}", "[]", R"({"payment_id":7,"user_id":7,"code":"x"})"}) {
      const auto answer = hear(event_of(type, text));
      ASSERT_FALSE(answer) << type << text;
      EXPECT_EQ(answer.error().kind, ErrorKind::malformed) << type << text;
    }
  }
  EXPECT_EQ(state(), ReservationState::pinned);
}

TEST_F(EndsOfPayments, and_nothing_else_concern_the_stock) {
  for (const auto type : {PaymentInitiatedV1::type, PaymentAuthorizedV1::type, PaymentMethodAddedV1::type,
                          std::string_view("ddd.payment.completed.v2"), std::string_view("")}) {
    EXPECT_EQ(hear(event_of(type, "not even JSON")), Handled::ignored) << type;
  }
  EXPECT_EQ(state(), ReservationState::pinned);
}

class ChangesOfBaskets : public testing::Test, protected test::Catalogue {
 protected:
  template <class Fact>
  Result<Handled> hear(const Fact& fact, std::int64_t sequence) {
    const Event event{.id = ids.make<EventId>(),
                      .topic = std::string(kBasketTopic),
                      .key = fact.basket_id.to_text(),
                      .type = std::string(Fact::type),
                      .sequence = sequence,
                      .data = json::encode(fact)};
    return run(group_subscriptions(application).at(1).handle(context_of(event), event));
  }
  std::int64_t demand(ProductId id) { return get(admin, id)->in_baskets; }

  const ProductId mug = shelve(10);
  const ProductId pot = shelve(10);
  const BasketId one = ids.make<BasketId>();
  const BasketId other = ids.make<BasketId>();
  const std::vector<BasketLineV1> mug_alone{{mug, 2, usd(1999)}};
  const std::vector<BasketLineV1> both{{mug, 2, usd(1999)}, {pot, 1, usd(1999)}};
};

TEST_F(ChangesOfBaskets, tell_in_how_many_of_them_a_product_lies) {
  EXPECT_EQ(hear(BasketItemAddedV1{one, UserId(7), mug, 2, mug_alone}, 1), Handled::applied);
  EXPECT_EQ(hear(BasketItemAddedV1{other, UserId(8), pot, 1, both}, 1), Handled::applied);
  EXPECT_EQ(demand(mug), 2);
  EXPECT_EQ(demand(pot), 1);
  EXPECT_EQ(hear(BasketItemRemovedV1{other, UserId(8), mug, {{pot, 1, usd(1999)}}}, 2), Handled::applied);
  EXPECT_EQ(demand(mug), 1);
  EXPECT_EQ(hear(BasketClearedV1{other, UserId(8), "user", {}, {}}, 3), Handled::applied);
  EXPECT_EQ(demand(pot), 0);
  EXPECT_EQ(hear(BasketExpiredV1{one, UserId(7)}, 2), Handled::applied);
  EXPECT_EQ(demand(mug), 0);
}

TEST_F(ChangesOfBaskets, that_are_older_than_what_was_told_are_stale) {
  ASSERT_EQ(hear(BasketClearedV1{one, UserId(7), "payment", payment(1), {}}, 2), Handled::applied);
  EXPECT_EQ(hear(BasketItemAddedV1{one, UserId(7), mug, 2, mug_alone}, 1), Handled::stale);
  EXPECT_EQ(demand(mug), 0);
}

TEST_F(ChangesOfBaskets, that_leave_its_products_as_they_are_tell_nothing) {
  EXPECT_EQ(hear(BasketQuantityChangedV1{one, UserId(7), mug, 3, mug_alone}, 1), Handled::ignored);
  EXPECT_EQ(hear(BasketItemFlaggedV1{one, UserId(7), mug, {}}, 1), Handled::ignored);
}

TEST_F(ChangesOfBaskets, never_touch_stock_or_a_version) {
  const auto before = *get(admin, mug);
  ASSERT_EQ(hear(BasketItemAddedV1{one, UserId(7), mug, 2, mug_alone}, 1), Handled::applied);
  auto after = *get(admin, mug);
  EXPECT_EQ(std::exchange(after.in_baskets, 0), 1);
  EXPECT_EQ(after, before);
}

/// What a replica's caches hear of the writes of another.
class CatalogueBroadcast : public testing::Test {
 protected:
  template <class Aggregate>
  void hear(const Aggregate& aggregate) {
    for (const auto& outgoing : outgoing(aggregate)) {
      broadcast.handle({.key = outgoing.key, .type = outgoing.type, .data = outgoing.data});
    }
  }

  std::vector<ProductId> dropped;
  BroadcastSubscription broadcast = catalogue_subscription(
      [this](const std::vector<ProductId>& ids) { dropped.insert(dropped.end(), ids.begin(), ids.end()); });
};

TEST_F(CatalogueBroadcast, is_on_the_product_topic) {
  EXPECT_EQ(broadcast.topic, "product-events");
  EXPECT_EQ(broadcast.name, "product.catalogue_cache");
}

TEST_F(CatalogueBroadcast, names_the_product_of_every_fact_about_it_and_its_stock) {
  hear(test::new_product(ProductId(7)));
  EXPECT_EQ(dropped, std::vector{ProductId(7)});
  hear(test::new_stock(ProductId(8)));
  EXPECT_EQ(dropped.back(), ProductId(8));
}

TEST_F(CatalogueBroadcast, names_every_product_of_a_reservation) {
  const std::vector<StockLine> lines{{ProductId(1), 2}, {ProductId(2), 1}};
  auto reservation = Reservation::hold(payment(5), lines, kStart, kStart + 15min);
  hear(reservation);
  EXPECT_EQ(dropped, (std::vector{ProductId(1), ProductId(2)}));
  reservation.mark_saved();
  auto expired = reservation;
  ASSERT_TRUE(reservation.release());
  ASSERT_TRUE(expired.expire(kStart + 15min));
  dropped.clear();
  hear(reservation);
  hear(expired);
  EXPECT_EQ(dropped, (std::vector{ProductId(1), ProductId(2), ProductId(1), ProductId(2)}));
}

TEST_F(CatalogueBroadcast, lives_through_what_it_cannot_read) {
  broadcast.handle({.key = "x", .type = std::string(ProductUpdatedV1::type), .data = "{}"});
  broadcast.handle({.key = "pay_1", .type = std::string(StockReservedV1::type), .data = "{"});
  broadcast.handle({.key = "", .type = "", .data = ""});
  EXPECT_TRUE(dropped.empty());
}

}  // namespace
}  // namespace ddd::product
