#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/payment/application/policies/give_up_payments.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::told_to_client;

/// What happens to open payments when they can't come to a sale any more.
class GivingUpPayments : public testing::Test, protected test::Till {
 protected:
  Result<GivingUp> lose_stock(const PaymentId& id) {
    return run(application->policies.give_up_payments.handle(
        CallContext{}, ReservationExpired{id, {"payment.give_up_unheld", ids.make<EventId>()}}));
  }
  Result<GivingUp> lose_buyer(InboxEntry event) {
    return run(
        application->policies.give_up_payments.handle(CallContext{}, BuyerGone{UserId(7), "gone", std::move(event)}));
  }
  Result<GivingUp> lose_buyer() { return lose_buyer({"payment.give_up_of_buyers", ids.make<EventId>()}); }
  PaymentId wait() { return create(ada, {.product_id = ProductId(1), .quantity = 1})->view.payment.id; }
};

TEST_F(GivingUpPayments, ends_one_at_once_whose_units_are_on_sale_again) {
  const auto id = wait();
  EXPECT_EQ(lose_stock(id), GivingUp::done);
  EXPECT_EQ(stored(id).state, S::failed);
  EXPECT_EQ(stored(id).failure_reason, "reservation_lost");
  EXPECT_EQ(told().back(), "ddd.payment.failed.v1");
  EXPECT_EQ(told_to_client(process(id)), "payment.reservation_lost");
  EXPECT_EQ(told_to_client(cancel(id)), "payment.not_cancellable");
  check_books();
}

TEST_F(GivingUpPayments, undoes_at_the_provider_what_it_knows) {
  for (const auto* method : {"pm_card_poor", "pm_card_3ds", "pm_card_slow"}) {
    const auto id = buy(method)->view.payment.id;
    EXPECT_EQ(lose_stock(id), GivingUp::done) << method;
    EXPECT_EQ(stored(id).state, S::cancelling) << method;
  }
  provider.takes_its_time = false;
  for (auto& [id, intent] : provider.intents) {
    if (intent.facts.status == IntentStatus::processing) intent.facts.status = IntentStatus::requires_capture;
  }
  settle();
  for (const auto& [id, row] : store.payments) EXPECT_EQ(row.payment.state, S::failed);
  check_books();
}

TEST_F(GivingUpPayments, leaves_sales_and_ended_payments_alone) {
  const auto sold = buy()->view.payment.id;
  const auto ended = wait();
  ASSERT_TRUE(cancel(ended));
  EXPECT_EQ(lose_stock(sold), GivingUp::nothing_open);
  EXPECT_EQ(lose_stock(ended), GivingUp::nothing_open);
  EXPECT_EQ(lose_stock(test::payment_id(99)), GivingUp::nothing_open);
  EXPECT_EQ(stored(sold).state, S::completed);
  check_books();
}

TEST_F(GivingUpPayments, forgets_no_refund_of_a_sale_that_it_looks_at) {
  const auto sold = buy()->view.payment.id;
  provider.fail_next("refund", test::Fault::not_executed);
  RefundPayment refund{
      .payment_id = sold, .amount = test::usd(1000), .reason = "broken", .restock = false, .lines = {}};
  ASSERT_TRUE(run(application->commands.refund_payment.handle(admin, std::move(refund))));
  ASSERT_TRUE(schedule().next_action_at);
  EXPECT_EQ(lose_stock(sold), GivingUp::nothing_open);
  EXPECT_TRUE(schedule().next_action_at);
  EXPECT_EQ(told_to_client(process(sold)), "payment.not_processable");
  EXPECT_TRUE(schedule().next_action_at);
  EXPECT_EQ(told_to_client(cancel(sold)), "payment.not_cancellable");
  EXPECT_TRUE(schedule().next_action_at);
  settle();
  EXPECT_EQ(stored(sold).refunded, 1000);
  check_books();
}

TEST_F(GivingUpPayments, ends_all_of_a_buyer_who_is_gone) {
  const auto sold = buy()->view.payment.id;
  const auto waiting = wait();
  const auto declined = buy("pm_card_poor")->view.payment.id;
  const auto acting = buy("pm_card_3ds")->view.payment.id;
  EXPECT_EQ(lose_buyer(), GivingUp::done);
  EXPECT_EQ(stored(waiting).state, S::cancelled);
  settle();
  for (const auto& id : {waiting, declined, acting}) EXPECT_EQ(stored(id).state, S::cancelled);
  EXPECT_EQ(stored(sold).state, S::completed);
  EXPECT_EQ(lose_buyer(), GivingUp::nothing_open);
  check_books();
}

TEST_F(GivingUpPayments, leaves_other_buyers_alone) {
  const auto id = create(bob, {.product_id = ProductId(1), .quantity = 1})->view.payment.id;
  EXPECT_EQ(lose_buyer(), GivingUp::nothing_open);
  EXPECT_EQ(stored(id).state, S::stock_reserved);
}

TEST_F(GivingUpPayments, waits_for_whoever_works_on_one) {
  const auto id = wait();
  ASSERT_TRUE(run(payments.claim(id, "somebody", clock.at, clock.at + 15s)));
  EXPECT_EQ(lose_buyer().error().code, store_errors::kVersionConflict);
  EXPECT_EQ(lose_stock(id).error().code, store_errors::kVersionConflict);
  clock.at += 15s;
  EXPECT_EQ(lose_buyer(), GivingUp::done);
}

TEST_F(GivingUpPayments, of_many_is_finished_after_a_crash_in_between) {
  for (int i = 0; i < 5; ++i) wait();
  const InboxEntry event{"payment.give_up_of_buyers", ids.make<EventId>()};
  mortality.die_at(8);
  EXPECT_THROW(static_cast<void>(lose_buyer(event)), test::Death);
  mortality.die_at(0);
  start();
  EXPECT_EQ(lose_buyer(event), GivingUp::done);
  for (const auto& [id, row] : store.payments) EXPECT_EQ(row.payment.state, S::cancelled);
}

}  // namespace
}  // namespace ddd::payment
