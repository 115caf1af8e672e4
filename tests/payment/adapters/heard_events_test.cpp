#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/payment/adapters/events/subscribe.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::told_to_client;

/// What other contexts tell, in their very words.
class HeardEvents : public testing::Test, protected test::Till {
 protected:
  Result<Handled> hear(const std::string& group, const std::string& topic, std::string type, std::string data,
                       EventId id) {
    const Event event{
        .id = std::move(id), .topic = topic, .key = "k", .type = std::move(type), .data = std::move(data)};
    const auto subscriptions = group_subscriptions(*application);
    const auto found = std::ranges::find_if(
        subscriptions, [&](const GroupSubscription& each) { return each.group == group && each.topic == topic; });
    if (found == subscriptions.end()) throw std::logic_error("nobody listens as " + group);
    return run(found->handle(context_of(event), event));
  }
  Result<Handled> hear_stock(std::string type, std::string data, EventId id) {
    return hear("payment.follow_stock", "product-events", "ddd.product." + std::move(type), std::move(data),
                std::move(id));
  }
  Result<Handled> hear_consumed(const std::string& payment, EventId id, const std::string& cause = "consumed") {
    return hear_stock("stock_updated.v1",
                      R"({"product_id":1,"delta":-2,"on_hand":8,"reserved":0,"cause":")" + cause + R"(","cause_id":")" +
                          payment + R"("})",
                      std::move(id));
  }
  Result<Handled> hear_cleared(const std::string& payment, EventId id) {
    return hear("payment.follow_baskets", "basket-events", "ddd.basket.cleared.v1",
                R"({"basket_id":"bsk_00000000-0000-7000-8000-000000000001","user_id":7,"reason":"payment",)"
                R"("payment_id":")" +
                    payment + R"(","items":[]})",
                std::move(id));
  }
  Result<Handled> hear_expired(const std::string& payment, EventId id) {
    return hear("payment.give_up_unheld", "product-events", "ddd.product.stock_reservation_expired.v1",
                R"({"payment_id":")" + payment + R"(","lines":[{"product_id":1,"quantity":2}]})", std::move(id));
  }
  Result<Handled> hear_of_buyer(std::string type, EventId id) {
    return hear("payment.give_up_of_buyers", "user-events", "ddd.user." + std::move(type), R"({"user_id":7})",
                std::move(id));
  }
  const Fulfilment::Snapshot& fulfilment() { return store.fulfilments.begin()->second; }
  EventId next() { return ids.make<EventId>(); }
};

TEST_F(HeardEvents, of_stock_and_basket_close_a_sales_fulfilment) {
  baskets.baskets[UserId(7)] = {{BasketId::restore("bsk_1"), 3}, {{ProductId(1), 2}}};
  const auto id = create(ada, {.current_basket = true, .payment_method = "pm_card_visa"})->view.payment.id.to_text();
  const auto first = next();
  EXPECT_EQ(hear_consumed(id, first), Handled::applied);
  EXPECT_FALSE(fulfilment().closed_at);
  EXPECT_EQ(hear_cleared(id, next()), Handled::applied);
  EXPECT_EQ(fulfilment().closed_at, clock.at);
  EXPECT_EQ(hear_consumed(id, first), Handled::stale) << "a repeat";
  EXPECT_EQ(hear_cleared(id, next()), Handled::stale);
}

TEST_F(HeardEvents, of_stock_that_concern_no_sale_are_passed_over) {
  ASSERT_TRUE(buy());
  const auto id = stored().id.to_text();
  EXPECT_EQ(hear_consumed(id, next(), "received"), Handled::ignored);
  EXPECT_EQ(hear_consumed("somebody", next()), Handled::ignored);
  EXPECT_EQ(hear_consumed("pay_00000000-0000-7000-8000-000000000099", next()), Handled::stale);
  EXPECT_EQ(hear_stock("stock_depleted.v1", R"({"product_id":1})", next()), Handled::ignored);
  EXPECT_EQ(hear("payment.follow_baskets", "basket-events", "ddd.basket.cleared.v1",
                 R"({"basket_id":"bsk_00000000-0000-7000-8000-000000000001","user_id":7,"reason":"user","items":[]})",
                 next()),
            Handled::ignored);
  EXPECT_FALSE(fulfilment().closed_at);
}

TEST_F(HeardEvents, of_units_that_are_not_there_leave_the_sale_and_alert) {
  ASSERT_TRUE(buy());
  const auto id = stored().id.to_text();
  const auto data = R"({"payment_id":")" + id + R"(","code":"product.reservation_lost"})";
  EXPECT_EQ(hear_stock("stock_consume_failed.v1", data, next()), Handled::applied);
  EXPECT_EQ(hear_stock("stock_consume_failed.v1", data, next()), Handled::stale);
  EXPECT_EQ(fulfilment().failure, "product.reservation_lost");
  ASSERT_TRUE(run(application->queries.watch_payments.handle(CallContext{}, WatchPayments{})));
  ASSERT_EQ(alarms.last.unfulfillable.size(), 1u);
  EXPECT_EQ(stored().state, S::completed) << "the money is taken";
}

TEST_F(HeardEvents, of_an_expired_reservation_end_the_payment_that_waits) {
  const auto id = create(ada, {.product_id = ProductId(1), .quantity = 2})->view.payment.id;
  const auto event = next();
  EXPECT_EQ(hear_expired(id.to_text(), event), Handled::applied);
  EXPECT_EQ(stored(id).failure_reason, "reservation_lost");
  EXPECT_EQ(hear_expired(id.to_text(), event), Handled::stale);
  EXPECT_EQ(hear("payment.give_up_unheld", "product-events", "ddd.product.stock_released.v1", "{}", next()),
            Handled::ignored);
}

TEST_F(HeardEvents, of_a_buyer_who_is_gone_end_what_is_open) {
  for (const auto* type : {"deactivated.v1", "deleted.v1"}) {
    const auto id = create(ada, {.product_id = ProductId(1), .quantity = 2})->view.payment.id;
    const auto event = next();
    EXPECT_EQ(hear_of_buyer(type, event), Handled::applied) << type;
    EXPECT_EQ(stored(id).state, S::cancelled) << type;
    EXPECT_EQ(hear_of_buyer(type, event), Handled::stale) << type;
  }
  EXPECT_EQ(hear_of_buyer("reactivated.v1", next()), Handled::ignored);
}

TEST_F(HeardEvents, that_are_not_readable_are_malformed) {
  for (const auto* type : {"stock_updated.v1", "stock_consume_failed.v1"}) {
    EXPECT_EQ(hear_stock(type, "{}", next()).error().kind, ErrorKind::malformed) << type;
  }
  EXPECT_EQ(hear("payment.give_up_unheld", "product-events", "ddd.product.stock_reservation_expired.v1", "{}", next())
                .error()
                .kind,
            ErrorKind::malformed);
}

}  // namespace
}  // namespace ddd::payment
