#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;

class Expiring : public testing::Test, protected test::Till {
 protected:
  PaymentId wait() { return create(ada, {.product_id = ProductId(1), .quantity = 1})->view.payment.id; }
  /// Round after round to the very moment, which the last one may use.
  void pass_time_until_expiry() {
    while (schedule().next_action_at && *schedule().next_action_at <= stored().expires_at) {
      clock.at = *schedule().next_action_at;
      recover();
    }
  }
};

TEST_F(Expiring, ends_a_payment_that_never_got_a_method) {
  wait();
  EXPECT_EQ(recover_after(840s - 1us), 0u);
  EXPECT_EQ(recover_after(1us), 1u);
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_TRUE(provider.calls.empty());
  EXPECT_EQ(told().back(), "ddd.payment.expired.v1");
  check_books();
}

TEST_F(Expiring, ends_a_declined_payment_once_the_provider_has_let_go) {
  ASSERT_TRUE(buy("pm_card_poor"));
  provider.fail_next("cancel", Fault::lost_request);
  recover_after(840s);
  EXPECT_EQ(stored().state, S::cancelling);
  EXPECT_EQ(told().size(), 1u);
  settle();
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  EXPECT_EQ(told().back(), "ddd.payment.expired.v1");
  check_books();
}

TEST_F(Expiring, ends_a_payment_whose_buyer_never_acted_when_its_time_is_over) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  pass_time_until_expiry();
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_EQ(clock.at, stored().expires_at);
  check_books();
}

TEST_F(Expiring, does_not_touch_what_is_under_way) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.fail_next("look_up", Fault::not_executed, 100);
  for (int round = 0; round < 10; ++round) recover_after(300s);
  EXPECT_EQ(stored().state, S::confirming);
}

TEST_F(Expiring, comes_before_the_method_that_is_given_too_late) {
  const auto id = wait();
  clock.at += 840s;
  EXPECT_EQ(told_to_client(process(id)), "payment.ended");
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_EQ(told_to_client(process(id)), "payment.not_processable");
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_FALSE(schedule().next_action_at);
}

TEST_F(Expiring, ends_a_payment_whose_stock_could_never_be_held) {
  shelf.before_reserve = [this] { shelf.is_away = true; };
  ASSERT_TRUE(buy());
  for (int round = 0; round < 5; ++round) recover_after(300s);
  EXPECT_EQ(stored().state, S::expired);
  check_books();
}

TEST_F(Expiring, wins_against_a_buyer_who_confirms_too_late) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  provider.fail_next("cancel", Fault::not_executed);
  clock.at = stored().expires_at;
  recover();
  EXPECT_EQ(stored().state, S::cancelling);
  provider.act("pi_1", true);
  settle();
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  check_books();
}

class Cancelling : public Expiring {};

TEST_F(Cancelling, ends_at_once_what_the_provider_has_never_heard_of) {
  const auto id = wait();
  EXPECT_EQ(told_to_client(cancel(id)), "cancelled");
  EXPECT_TRUE(provider.calls.empty());
  EXPECT_EQ(told().back(), "ddd.payment.cancelled.v1");
  EXPECT_FALSE(schedule().next_action_at);
  check_books();
}

TEST_F(Cancelling, lets_the_provider_let_go_first) {
  for (const std::string method : {"pm_card_poor", "pm_card_3ds"}) {
    const auto id = buy(method)->view.payment.id;
    EXPECT_EQ(told_to_client(cancel(id)), "cancelled") << method;
  }
  EXPECT_EQ(provider.keys_of("cancel").size(), 2u);
  check_books();
}

TEST_F(Cancelling, that_is_not_over_yet_goes_on_by_itself) {
  const auto id = buy("pm_card_3ds")->view.payment.id;
  provider.fail_next("cancel", Fault::lost_answer);
  EXPECT_EQ(told_to_client(cancel(id)), "cancelling");
  EXPECT_TRUE(stored().uncertain_since);
  EXPECT_EQ(told().size(), 1u);
  settle();
  EXPECT_EQ(stored().state, S::cancelled);
  check_books();
}

TEST_F(Cancelling, that_the_provider_never_heard_of_is_said_again_under_the_same_key) {
  const auto id = buy("pm_card_3ds")->view.payment.id;
  provider.fail_next("cancel", Fault::lost_request);
  EXPECT_EQ(told_to_client(cancel(id)), "cancelling");
  settle();
  EXPECT_EQ(stored().state, S::cancelled);
  EXPECT_EQ(provider.keys_of("cancel"), std::vector<std::string>(2, id.to_text() + ":cancel:1"));
  check_books();
}

TEST_F(Cancelling, finds_an_intent_that_may_have_been_made_and_gives_it_back) {
  for (const auto fault : {Fault::lost_answer, Fault::lost_request}) {
    provider.fail_next("create", fault);
    const auto id = buy()->view.payment.id;
    EXPECT_EQ(told_to_client(cancel(id)), "cancelled");
  }
  EXPECT_EQ(provider.intents.size(), 2u);
  check_books();
}

TEST_F(Cancelling, is_fine_twice_and_too_late_after_another_end) {
  const auto id = wait();
  ASSERT_TRUE(cancel(id));
  EXPECT_EQ(told_to_client(cancel(id)), "cancelled");
  EXPECT_EQ(stored().version, 3);

  const auto paid = buy()->view.payment.id;
  const auto refused = cancel(paid);
  EXPECT_EQ(told_to_client(refused), "payment.not_cancellable");
  EXPECT_EQ(refused.error().members,
            (std::vector<ErrorMember>{{"payment_id", paid.to_text()}, {"payment_status", std::string("completed")}}));
  EXPECT_EQ(stored(paid).state, S::completed);
  check_books();
}

TEST_F(Cancelling, loses_against_money_that_was_taken_which_then_goes_back) {
  const auto id = buy("pm_card_3ds")->view.payment.id;
  provider.intent().facts.status = IntentStatus::succeeded;
  provider.intent().facts.received = stored().amount;
  EXPECT_EQ(told_to_client(cancel(id)), "completed");
  EXPECT_EQ(told().back(), "ddd.payment.completed.v1");
  settle();
  EXPECT_EQ(stored().state, PaymentState::refunded);
  check_books();
}

TEST_F(Cancelling, a_payment_that_is_expiring_tells_a_repeat_what_it_told_the_first_time) {
  const auto id = buy("pm_card_poor")->view.payment.id;
  provider.fail_next("cancel", Fault::not_executed);
  recover_after(840s);
  ASSERT_EQ(stored().state, S::cancelling);
  const auto outcome = run(application->commands.cancel_payment.handle(
      test::under_key(ada), CancelPayment{.id = id, .reason = {}, .render = &test::render}));
  EXPECT_EQ(told_to_client(outcome), "expired");
  EXPECT_EQ(answer_of()->body, "expired");
}

TEST_F(Cancelling, takes_a_reason_of_255_characters) {
  const auto id = wait();
  const auto give_up = [&](std::string reason) {
    return run(application->commands.cancel_payment.handle(
        ada, CancelPayment{.id = id, .reason = std::move(reason), .render = nullptr}));
  };
  EXPECT_EQ(told_to_client(give_up(std::string(256, 'x'))), "payment.invalid");
  EXPECT_EQ(told_to_client(give_up("\xff")), "payment.invalid");
  EXPECT_EQ(told_to_client(give_up(std::string(255, 'x'))), "cancelled");
  EXPECT_EQ(stored().abandonment->reason, std::string(255, 'x'));
}

class LosingTheReservation : public Expiring {
 protected:
  /// The hold is gone when the buyer comes back from the bank's page.
  PaymentId lose() {
    auto id = buy("pm_card_3ds")->view.payment.id;
    shelf.reservations.at(id).lost = true;
    provider.act("pi_1", true);
    return id;
  }
};

TEST_F(LosingTheReservation, gives_the_held_money_back_and_takes_none) {
  const auto id = lose();
  EXPECT_EQ(recover_after(30s), 1u);
  EXPECT_EQ(stored().state, S::failed);
  EXPECT_EQ(stored().failure_reason, "reservation_lost");
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  EXPECT_TRUE(provider.keys_of("capture").empty());
  EXPECT_EQ(told(), (std::vector<std::string>{"ddd.payment.initiated.v1", "ddd.payment.authorized.v1",
                                              "ddd.payment.failed.v1"}));
  EXPECT_EQ(told_to_client(process(id)), "payment.reservation_lost");
  check_books();
}

TEST_F(LosingTheReservation, is_told_to_the_client_who_waits) {
  shelf.before_reserve = [this] { shelf.lose_all = true; };
  EXPECT_EQ(told_to_client(buy()), "payment.reservation_lost");
  check_books();
}

TEST_F(LosingTheReservation, is_not_assumed_while_the_stock_cannot_be_asked) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  provider.act("pi_1", true);
  shelf.is_away = true;
  recover_after(30s);
  EXPECT_EQ(stored().state, S::authorized);
  EXPECT_EQ(schedule().next_action_at, clock.at + 1s);
  for (int round = 0; round < 20; ++round) recover_after(300s);
  EXPECT_EQ(stored().state, S::authorized);
  shelf.is_away = false;
  settle();
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

}  // namespace
}  // namespace ddd::payment
