#include <set>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;
using Keys = std::vector<std::string>;

class Uncertainty : public testing::Test, protected test::Till {
 protected:
  /// The same request, again and again under the same key.
  void expect_one_key(const std::string& operation) {
    const auto keys = provider.keys_of(operation);
    EXPECT_EQ(std::set(keys.begin(), keys.end()).size(), 1u) << operation;
  }
  void expect_sale() {
    settle();
    EXPECT_EQ(stored().state, S::completed);
    EXPECT_EQ(provider.intents.size(), 1u);
    for (const auto* operation : {"create", "confirm", "capture"}) expect_one_key(operation);
    check_books();
  }
};

TEST_F(Uncertainty, about_a_hold_that_was_made_is_settled_by_asking) {
  provider.fail_next("confirm", Fault::lost_answer);
  EXPECT_EQ(told_to_client(buy()), "confirming");
  EXPECT_EQ(stored().uncertain_since, clock.at);
  EXPECT_EQ(schedule().next_action_at, clock.at + 1s);
  EXPECT_EQ(recover_after(1s), 1u);
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(provider.keys_of("look_up"), Keys{"pi_1"});
  EXPECT_EQ(provider.keys_of("confirm").size(), 1u);
  expect_sale();
}

TEST_F(Uncertainty, about_a_hold_that_was_never_asked_for_is_no_decline_and_asks_again) {
  provider.fail_next("confirm", Fault::lost_request);
  EXPECT_EQ(told_to_client(buy()), "confirming");
  expect_sale();
  EXPECT_EQ(provider.keys_of("confirm").size(), 2u);
}

TEST_F(Uncertainty, about_a_second_card_is_not_settled_by_the_decline_of_the_first) {
  const auto id = buy("pm_card_poor")->view.payment.id;
  provider.fail_next("confirm", Fault::lost_request);
  EXPECT_EQ(told_to_client(process(id)), "confirming");
  settle();
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(provider.keys_of("confirm").back(), id.to_text() + ":confirm:2");
  check_books();
}

TEST_F(Uncertainty, about_a_card_that_was_declined_ends_in_its_own_decline) {
  provider.fail_next("confirm", Fault::lost_answer);
  EXPECT_EQ(told_to_client(buy("pm_card_poor")), "confirming");
  while (stored().state == S::confirming) ASSERT_EQ(recover_after(schedule().next_action_at.value() - clock.at), 1u);
  EXPECT_EQ(stored().state, S::intent_created);
  EXPECT_EQ(stored().decline_code, "insufficient_funds");
  EXPECT_FALSE(stored().uncertain_since);
  expect_one_key("confirm");
}

TEST_F(Uncertainty, that_the_provider_never_ends_is_a_decline_once_nothing_is_held) {
  provider.fail_next("confirm", Fault::stuck);
  EXPECT_EQ(told_to_client(buy()), "confirming");
  for (int round = 0; round < 20 && stored().state == S::confirming; ++round) {
    recover_after(schedule().next_action_at.value() - clock.at);
  }
  EXPECT_EQ(stored().state, S::intent_created);
  EXPECT_EQ(stored().decline_code, "generic_decline");
  EXPECT_LT(clock.at, stored().expires_at);
  EXPECT_EQ(told_to_client(process(stored().id)), "completed");
  check_books();
}

TEST_F(Uncertainty, about_an_intent_that_was_made_is_settled_by_looking_for_it) {
  provider.fail_next("create", Fault::lost_answer);
  EXPECT_EQ(told_to_client(buy()), "stock_reserved");
  EXPECT_TRUE(stored().uncertain_since);
  expect_sale();
  EXPECT_EQ(provider.keys_of("find"), Keys{stored().id.to_text()});
  EXPECT_EQ(provider.keys_of("create").size(), 1u);
}

TEST_F(Uncertainty, about_an_intent_that_was_not_made_is_settled_by_the_same_request_again) {
  provider.fail_next("create", Fault::lost_request, 2);
  EXPECT_EQ(told_to_client(buy()), "stock_reserved");
  expect_sale();
  EXPECT_EQ(provider.keys_of("create").size(), 3u);
}

TEST_F(Uncertainty, about_an_intent_lasts_while_nobody_can_be_asked) {
  provider.fail_next("create", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.fail_next("find", Fault::not_executed, 5);
  for (int round = 0; round < 5; ++round) recover_after(60s);
  EXPECT_EQ(stored().state, S::stock_reserved);
  EXPECT_EQ(provider.keys_of("create").size(), 1u);
  expect_sale();
}

TEST_F(Uncertainty, about_money_that_was_taken_is_settled_by_asking) {
  provider.fail_next("capture", Fault::lost_answer);
  EXPECT_EQ(told_to_client(buy()), "capturing");
  EXPECT_TRUE(stored().uncertain_since);
  expect_sale();
  EXPECT_EQ(provider.keys_of("capture").size(), 1u);
}

TEST_F(Uncertainty, about_money_that_was_not_taken_takes_it_under_the_same_key) {
  provider.fail_next("capture", Fault::lost_request);
  EXPECT_EQ(told_to_client(buy()), "capturing");
  expect_sale();
  EXPECT_EQ(provider.keys_of("capture").size(), 2u);
}

TEST_F(Uncertainty, lasts_while_the_provider_says_that_it_is_working_on_it) {
  EXPECT_EQ(told_to_client(buy("pm_card_slow")), "confirming");
  const auto since = stored().uncertain_since;
  ASSERT_TRUE(since);
  for (int round = 0; round < 50; ++round) recover_after(300s);
  EXPECT_EQ(stored().state, S::confirming);
  EXPECT_EQ(stored().uncertain_since, since);
  provider.intent().facts.status = IntentStatus::requires_capture;
  expect_sale();
}

TEST_F(Uncertainty, lasts_as_long_as_nobody_can_be_asked_and_is_never_a_failure) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.fail_next("look_up", Fault::not_executed, 40);
  provider.fail_next("look_up", Fault::lost_answer, 40);
  for (int round = 0; round < 80; ++round) recover_after(300s);
  EXPECT_EQ(provider.keys_of("look_up").size(), 80u);
  EXPECT_EQ(stored().state, S::confirming);
  EXPECT_TRUE(stored().uncertain_since);
  expect_sale();
}

TEST_F(Uncertainty, is_asked_about_after_1_2_4_up_to_60_seconds_then_every_5_minutes) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.fail_next("look_up", Fault::not_executed, 14);
  std::vector<std::int64_t> pauses;
  while (pauses.size() < 15) {
    const auto pause = schedule().next_action_at.value() - clock.at;
    pauses.push_back(std::chrono::duration_cast<std::chrono::seconds>(pause).count());
    EXPECT_EQ(recover_after(pause - 1us), 0u);
    EXPECT_EQ(recover_after(1us), 1u);
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60, 177, 300, 300}))
      << "with a look when the key is spent";
  EXPECT_EQ(stored().state, S::completed);
}

TEST_F(Uncertainty, is_none_where_the_provider_did_not_act) {
  for (const std::string operation : {"create", "confirm", "capture"}) {
    provider.fail_next(operation, Fault::not_executed, 2);
    const auto id = buy()->view.payment.id;
    EXPECT_FALSE(stored(id).uncertain_since) << operation;
    EXPECT_FALSE(is_final(stored(id).state)) << operation;
    settle();
    EXPECT_EQ(stored(id).state, S::completed) << operation;
  }
  EXPECT_EQ(provider.intents.size(), 3u);
  check_books();
}

TEST_F(Uncertainty, does_not_let_the_buyer_cancel) {
  provider.fail_next("confirm", Fault::lost_answer);
  const auto id = buy()->view.payment.id;
  EXPECT_EQ(told_to_client(cancel(id)), "payment.not_cancellable");
  expect_sale();
}

class Contradictions : public Uncertainty {
 protected:
  void expect_review(std::string reason) {
    EXPECT_EQ(stored().state, S::manual_review);
    EXPECT_EQ(store.transitions.begin()->second.back().reason, reason);
    EXPECT_FALSE(schedule().next_action_at);
    EXPECT_EQ(recover_after(24h), 0u);
  }
};

TEST_F(Contradictions, of_the_amount_are_left_to_a_person) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.intent().facts.amount = test::usd(1);
  recover_after(1s);
  expect_review("the provider's intent differs from ours");
}

TEST_F(Contradictions, of_the_payment_or_the_intent_are_left_to_a_person) {
  provider.fail_next("capture", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.intent().facts.payment_id = "pay_other";
  recover_after(1s);
  expect_review("the provider's intent differs from ours");
}

TEST_F(Contradictions, of_the_money_taken_are_left_to_a_person) {
  provider.fail_next("capture", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.intent().facts.received = test::usd(3997);
  recover_after(1s);
  expect_review("the provider took another amount");
}

TEST_F(Contradictions, such_as_money_taken_without_a_capture_are_left_to_a_person) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.intent().facts.status = IntentStatus::succeeded;
  recover_after(1s);
  expect_review("the provider took money that was not captured");
}

TEST_F(Contradictions, and_mistakes_of_ours_are_left_to_a_person_once_money_may_have_moved) {
  provider.fail_next("confirm", Fault::refused);
  EXPECT_EQ(told_to_client(buy()), "manual_review");
  expect_review("invalid request");
}

TEST_F(Contradictions, and_mistakes_of_ours_fail_a_payment_before_money_can_have_moved) {
  provider.fail_next("create", Fault::refused);
  const auto outcome = buy();
  EXPECT_EQ(told_to_client(outcome), "payment.failed");
  EXPECT_EQ(stored().state, S::failed);
  EXPECT_EQ(stored().failure_reason, "provider_refused");
  EXPECT_EQ(told().back(), "ddd.payment.failed.v1");
  check_books();
}

TEST_F(Contradictions, do_not_arise_from_an_intent_that_the_provider_gave_up) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(buy());
  provider.intent().facts.status = IntentStatus::canceled;
  recover_after(1s);
  EXPECT_EQ(stored().state, S::failed);
  EXPECT_EQ(stored().failure_reason, "cancelled_by_provider");
  EXPECT_FALSE(schedule().next_action_at);
  check_books();
}

TEST_F(Contradictions, do_not_arise_from_a_hold_that_lapsed_before_it_was_taken) {
  provider.fail_next("capture", Fault::lost_request);
  ASSERT_TRUE(buy());
  provider.intent().facts.status = IntentStatus::canceled;
  recover_after(1s);
  EXPECT_EQ(stored().state, S::failed);
  EXPECT_EQ(stored().failure_reason, "authorization_lapsed");
  EXPECT_FALSE(stored().uncertain_since);
}

}  // namespace
}  // namespace ddd::payment
