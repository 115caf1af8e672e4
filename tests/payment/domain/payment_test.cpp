#include <gtest/gtest.h>
#include <payment/support/as_text.hpp>
#include <payment/support/values.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::kStart;
using test::new_payment;
using test::path_of;
using test::payment_at;
using test::usd;

template <class Fact>
bool tells(const Payment& payment) {
  const auto& events = payment.events().pending();
  return !events.empty() && std::holds_alternative<Fact>(events.back());
}

TEST(Payment, begins_validated_and_says_so_once) {
  const auto payment = new_payment();
  EXPECT_EQ(payment.stage(), S::validated);
  EXPECT_EQ(path_of(payment.transitions()), "created > validated");
  ASSERT_EQ(payment.events().pending().size(), 1u);
  EXPECT_TRUE(tells<PaymentInitiated>(payment));
  EXPECT_EQ(payment.state().expires_at, kStart + 840s);
  EXPECT_EQ(payment.version(), 0);
}

TEST(Payment, ends_well_with_one_booking_of_the_whole_amount) {
  const auto payment = payment_at(S::completed);
  EXPECT_EQ(path_of(payment.transitions()),
            "created > validated > stock_reserved > intent_created > confirming > authorized > stock_pinned > "
            "capturing > completed");
  EXPECT_EQ(payment.state().completed_at, kStart);
  EXPECT_TRUE(tells<PaymentCompleted>(payment));
  ASSERT_EQ(payment.bookings().size(), 1u);
  const auto& booking = payment.bookings()[0];
  EXPECT_EQ(booking.cause, "capture");
  ASSERT_EQ(booking.entries.size(), 2u);
  EXPECT_EQ(booking.entries[0].account, "cash_clearing");
  EXPECT_EQ(booking.entries[0].side, LedgerEntry::Side::debit);
  EXPECT_EQ(booking.entries[1].account, "sales");
  EXPECT_EQ(booking.entries[1].side, LedgerEntry::Side::credit);
  for (const auto& entry : booking.entries) EXPECT_EQ(entry.amount, usd(4497));
}

TEST(Payment, writes_every_request_down_under_a_key_of_its_own) {
  const auto payment = payment_at(S::completed);
  std::vector<std::string> keys;
  for (const auto& call : payment.prepared()) keys.push_back(call.key);
  EXPECT_EQ(keys, (std::vector<std::string>{"pay_1:create:1", "pay_1:confirm:1", "pay_1:capture:1"}));
  EXPECT_EQ(payment.prepared()[1].parameters, "pm_card_visa");
  EXPECT_EQ(payment.prepared()[1].prepared_at, kStart);
}

TEST(Payment, writes_a_create_and_a_cancel_down_only_once) {
  auto payment = payment_at(S::requires_action);
  payment.prepare(GatewayOperation::create, "again", kStart);
  payment.abandon({S::cancelled, "why"}, kStart);
  payment.prepare(GatewayOperation::cancel, "pi", kStart);
  payment.prepare(GatewayOperation::cancel, "pi", kStart);
  std::vector<GatewayOperation> operations;
  for (const auto& call : payment.prepared()) operations.push_back(call.operation);
  EXPECT_EQ(operations, (std::vector{GatewayOperation::create, GatewayOperation::confirm, GatewayOperation::cancel}));
}

TEST(Payment, takes_another_method_after_a_decline_under_another_key) {
  auto payment = payment_at(S::confirming);
  EXPECT_FALSE(payment.waits_for_method());
  payment.declined("insufficient_funds", kStart + 1s);
  EXPECT_EQ(payment.stage(), S::intent_created);
  EXPECT_EQ(payment.status(), PaymentStatus::pending);
  EXPECT_EQ(payment.state().decline_code, "insufficient_funds");
  EXPECT_EQ(payment.state().intent_id, "pi_of_pay_1");
  EXPECT_TRUE(payment.waits_for_method());
  EXPECT_EQ(payment.transitions().back().reason, "insufficient_funds");

  ASSERT_TRUE(payment.choose_method("pm_card_mastercard", "", kStart + 2s));
  EXPECT_FALSE(payment.waits_for_method());
  EXPECT_TRUE(payment.state().decline_code.empty());
  EXPECT_TRUE(payment.state().return_url.empty());
  EXPECT_EQ(payment.attempt_of(GatewayOperation::confirm), 2);
  EXPECT_EQ(payment.attempt_of(GatewayOperation::create), 1);
  payment.prepare(GatewayOperation::confirm, "pm_card_mastercard", kStart + 2s);
  EXPECT_EQ(payment.prepared().back().key, "pay_1:confirm:2");
}

TEST(Payment, takes_a_method_only_while_it_waits_for_one) {
  auto early = new_payment();
  ASSERT_TRUE(early.choose_method("pm_a", "", kStart));
  EXPECT_EQ(early.choose_method("pm_b", "", kStart).error().code, "payment.not_processable");
  early.stock_reserved(kStart);
  EXPECT_EQ(early.choose_method("pm_b", "", kStart).error().code, "payment.not_processable");
  EXPECT_EQ(early.state().payment_method, "pm_a");
  EXPECT_EQ(early.state().attempt, 1);

  auto waiting = new_payment();
  waiting.stock_reserved(kStart);
  EXPECT_TRUE(waiting.waits_for_method());
  EXPECT_TRUE(waiting.choose_method("pm_b", "", kStart));

  for (const auto state : {S::confirming, S::requires_action, S::authorized, S::capturing, S::completed}) {
    auto payment = payment_at(state);
    EXPECT_EQ(payment.choose_method("pm_b", "", kStart).error().code, "payment.not_processable") << to_text(state);
  }
  auto ended = test::abandoned_payment(S::expired);
  EXPECT_EQ(ended.choose_method("pm_b", "", kStart).error().code, "payment.not_processable");
}

TEST(Payment, shows_where_the_buyer_must_go_until_that_is_over) {
  auto payment = payment_at(S::requires_action);
  EXPECT_EQ(payment.state().action_url, "https://bank.example/3ds");
  auto accepted = payment;
  accepted.authorized("req", kStart);
  EXPECT_TRUE(accepted.state().action_url.empty());
  EXPECT_TRUE(tells<PaymentAuthorized>(accepted));
  auto refused = payment;
  refused.declined("authentication_failed", kStart);
  EXPECT_TRUE(refused.state().action_url.empty());
  payment.abandon({S::expired, "why"}, kStart);
  EXPECT_TRUE(payment.state().action_url.empty());
}

TEST(Payment, stays_uncertain_from_the_first_doubt_until_evidence) {
  auto payment = payment_at(S::confirming);
  payment.uncertain(kStart + 1s);
  payment.uncertain(kStart + 60s);
  EXPECT_EQ(payment.state().uncertain_since, kStart + 1s);
  EXPECT_EQ(payment.state().updated_at, kStart + 60s);
  const auto settled = [&](auto evidence) {
    auto copy = payment;
    evidence(copy);
    return !copy.state().uncertain_since;
  };
  EXPECT_TRUE(settled([](Payment& p) { p.authorized("req", kStart); }));
  EXPECT_TRUE(settled([](Payment& p) { p.requires_action("url", kStart); }));
  EXPECT_TRUE(settled([](Payment& p) { p.declined("code", kStart); }));
  EXPECT_TRUE(settled([](Payment& p) { p.certain(); }));
  EXPECT_FALSE(settled([](Payment& p) { p.review("strange", kStart); }));
  EXPECT_FALSE(settled([](Payment& p) { p.abandon({S::failed, "why"}, kStart); }));
}

TEST(Payment, without_a_trace_at_the_provider_is_given_up_at_once) {
  for (const auto end : {S::cancelled, S::expired, S::failed}) {
    const auto payment = test::abandoned_payment(end, "enough");
    EXPECT_EQ(payment.stage(), end);
    EXPECT_EQ(path_of(payment.transitions()), "created > validated > cancelling > " + std::string(to_text(end)));
    EXPECT_EQ(payment.state().failure_reason, end == S::failed ? "enough" : "");
    EXPECT_EQ(payment.transitions()[2].reason, "enough");
  }
  EXPECT_TRUE(tells<PaymentCancelled>(test::abandoned_payment(S::cancelled)));
  EXPECT_TRUE(tells<PaymentExpired>(test::abandoned_payment(S::expired)));
  const auto failed = test::abandoned_payment(S::failed, "insufficient_stock");
  EXPECT_EQ(std::get<PaymentFailed>(failed.events().pending().back()).code, "insufficient_stock");
}

TEST(Payment, that_the_provider_may_know_of_is_given_up_only_when_it_has_let_go) {
  auto payment = payment_at(S::stock_reserved);
  payment.abandon({S::expired, "not paid in time"}, kStart);
  EXPECT_EQ(payment.stage(), S::cancelling);
  EXPECT_TRUE(tells<PaymentInitiated>(payment));
  payment.intent_created("pi_1", "secret", kStart);
  EXPECT_EQ(payment.stage(), S::cancelling);
  payment.abandoned("req_cancel", kStart + 1s);
  EXPECT_EQ(payment.stage(), S::expired);
  EXPECT_EQ(payment.transitions().back().reason, "req_cancel");
  EXPECT_TRUE(tells<PaymentExpired>(payment));
}

TEST(Payment, is_cancelled_by_the_buyer_while_no_money_is_on_its_way) {
  for (const auto state : {S::validated, S::stock_reserved, S::intent_created, S::requires_action}) {
    auto payment = payment_at(state);
    ASSERT_TRUE(payment.cancel("changed my mind", kStart)) << to_text(state);
    EXPECT_EQ(payment.stage(), state == S::validated ? S::cancelled : S::cancelling) << to_text(state);
    EXPECT_EQ(payment.state().abandonment->reason, "changed my mind");
    EXPECT_TRUE(payment.cancel("again", kStart));
    EXPECT_EQ(payment.state().abandonment->reason, "changed my mind");
  }
  for (const auto state : {S::confirming, S::authorized, S::stock_pinned, S::capturing, S::completed}) {
    auto payment = payment_at(state);
    EXPECT_EQ(payment.cancel("too late", kStart).error().code, "payment.not_cancellable") << to_text(state);
    EXPECT_EQ(payment.stage(), state);
  }
  for (const auto end : {S::expired, S::failed}) {
    auto payment = test::abandoned_payment(end);
    EXPECT_EQ(payment.cancel("too late", kStart).error().code, "payment.not_cancellable") << to_text(end);
  }
}

TEST(Payment, whose_money_was_taken_while_it_was_undone_is_a_sale) {
  auto payment = payment_at(S::requires_action);
  ASSERT_TRUE(payment.cancel("", kStart));
  payment.capturing("req_found", kStart);
  payment.completed("req_found", kStart);
  EXPECT_EQ(payment.stage(), S::completed);
  EXPECT_FALSE(payment.state().abandonment);
  EXPECT_EQ(payment.bookings().size(), 1u);
}

TEST(Payment, is_due_to_expire_at_the_very_moment) {
  const auto payment = new_payment();
  EXPECT_FALSE(payment.is_expired(kStart + 840s - 1us));
  EXPECT_TRUE(payment.is_expired(kStart + 840s));
}

TEST(Payment, that_was_saved_has_nothing_left_to_append) {
  auto payment = payment_at(S::completed);
  payment.mark_saved();
  EXPECT_EQ(payment.version(), 1);
  EXPECT_TRUE(payment.transitions().empty());
  EXPECT_TRUE(payment.prepared().empty());
  EXPECT_TRUE(payment.bookings().empty());
  EXPECT_TRUE(payment.events().pending().empty());
  EXPECT_EQ(payment.state().event_sequence, 3);
  EXPECT_EQ(payment.state().transition_sequence, 9);
  EXPECT_EQ(test::as_text(Payment::restore(payment.state()).state()), test::as_text(payment.state()));
}

TEST(Payment, takes_no_step_that_the_state_machine_does_not_have) {
  auto fresh = new_payment();
  EXPECT_THROW(fresh.authorized("req", kStart), std::logic_error);
  EXPECT_THROW(fresh.completed("req", kStart), std::logic_error);
  auto done = payment_at(S::completed);
  EXPECT_THROW(done.abandon({S::failed, "why"}, kStart), std::logic_error);
  EXPECT_THROW(done.review("why", kStart), std::logic_error);
  EXPECT_EQ(done.stage(), S::completed);
}

}  // namespace
}  // namespace ddd::payment
