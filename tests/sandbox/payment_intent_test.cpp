#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

namespace ddd::sandbox {
namespace {

using enum IntentStatus;
using namespace std::chrono_literals;

const Timestamp kStart = from_micros(1'800'000'000'000'000);
const IntentId kIntent = IntentId::restore("pi_1");
const ChargeId kCharge = ChargeId::restore("ch_1");

PaymentIntent made(CaptureMethod method = CaptureMethod::manual, std::string payment_method = {}) {
  return PaymentIntent::create(
      kIntent, "secret",
      {.amount = Money(1999, Currency()), .capture_method = method, .payment_method = std::move(payment_method)},
      kStart);
}

Result<> confirm(PaymentIntent& intent, std::string_view method, Timestamp now = kStart) {
  return intent.confirm({.method = find_test_method(method),
                         .return_url = "https://shop.test/back",
                         .charge = kCharge,
                         .action_token = "t"},
                        now);
}

TEST(PaymentIntent, waits_for_a_method_or_for_confirmation_when_it_has_one) {
  EXPECT_EQ(made().state().status, requires_payment_method);
  EXPECT_EQ(made(CaptureMethod::manual, "pm_card_visa").state().status, requires_confirmation);
}

TEST(PaymentIntent, holds_the_amount_when_captured_by_hand) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_visa"));
  EXPECT_EQ(intent.state().status, requires_capture);
  EXPECT_EQ(intent.state().capturable().minor_units(), 1999);
  EXPECT_EQ(intent.state().received().minor_units(), 0);
  EXPECT_TRUE(intent.bank_entries().empty());
  EXPECT_EQ(intent.events(), std::vector{IntentEvent::amount_capturable_updated});
}

TEST(PaymentIntent, takes_the_money_at_once_when_captured_automatically) {
  auto intent = made(CaptureMethod::automatic);
  ASSERT_TRUE(confirm(intent, "pm_card_visa"));
  EXPECT_EQ(intent.state().status, succeeded);
  EXPECT_EQ(intent.state().received().minor_units(), 1999);
  ASSERT_EQ(intent.bank_entries().size(), 1U);
  EXPECT_EQ(intent.bank_entries().front().charge, kCharge);
}

TEST(PaymentIntent, is_back_at_the_start_after_a_decline_and_can_be_paid_with_another_card) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_chargeDeclinedInsufficientFunds"));
  EXPECT_EQ(intent.state().status, requires_payment_method);
  EXPECT_TRUE(intent.state().payment_method.empty());
  ASSERT_TRUE(intent.state().last_error);
  EXPECT_EQ(intent.state().last_error->decline_code, "insufficient_funds");
  EXPECT_EQ(intent.events(), std::vector{IntentEvent::payment_failed});

  ASSERT_TRUE(confirm(intent, "pm_card_visa"));
  EXPECT_EQ(intent.state().status, requires_capture);
  EXPECT_FALSE(intent.state().last_error);
}

TEST(PaymentIntent, holds_the_amount_when_the_customer_confirms_at_the_bank) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_threeDSecure2Required"));
  ASSERT_TRUE(intent.act(true, kCharge, kStart + 1s));
  EXPECT_EQ(intent.state().status, requires_capture);
  EXPECT_EQ(intent.state().latest_charge, kCharge);
  EXPECT_EQ(intent.state().hold_ends_at, kStart + 1s + PaymentIntent::kHold);
  EXPECT_EQ(intent.events(), (std::vector{IntentEvent::requires_action, IntentEvent::amount_capturable_updated}));
  ASSERT_TRUE(intent.capture(std::nullopt, kStart + 2s));
}

TEST(PaymentIntent, is_back_at_the_start_when_the_customer_declines_at_the_bank) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_threeDSecure2Required"));
  ASSERT_TRUE(intent.act(false, kCharge, kStart));
  EXPECT_EQ(intent.state().status, requires_payment_method);
  EXPECT_FALSE(intent.state().latest_charge);
  ASSERT_TRUE(intent.state().last_error);
  EXPECT_EQ(intent.state().last_error->code, "payment_intent_authentication_failure");
  EXPECT_EQ(intent.state().last_error->payment_method, "pm_card_threeDSecure2Required");
  EXPECT_EQ(intent.events(), (std::vector{IntentEvent::requires_action, IntentEvent::payment_failed}));
  EXPECT_TRUE(confirm(intent, "pm_card_visa"));
}

TEST(PaymentIntent, hears_the_customer_once_and_only_when_it_asked) {
  auto intent = made();
  EXPECT_EQ(intent.act(true, kCharge, kStart).error().code, "sandbox.unexpected_state");
  ASSERT_TRUE(confirm(intent, "pm_card_threeDSecure2Required"));
  ASSERT_TRUE(intent.act(false, kCharge, kStart));
  EXPECT_EQ(intent.act(true, kCharge, kStart).error().code, "sandbox.unexpected_state");
  EXPECT_EQ(intent.state().status, requires_payment_method);
}

TEST(PaymentIntent, waits_for_the_customer_when_the_bank_asks) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_threeDSecure2Required"));
  EXPECT_EQ(intent.state().status, requires_action);
  EXPECT_EQ(intent.state().return_url, "https://shop.test/back");
  EXPECT_FALSE(intent.state().latest_charge);
  EXPECT_EQ(intent.state().action_token, "t");
  ASSERT_TRUE(confirm(intent, "pm_card_visa")) << "another card may be tried instead";
  EXPECT_EQ(intent.state().status, requires_capture);
}

TEST(PaymentIntent, can_be_confirmed_only_with_a_method) {
  auto intent = made();
  const auto refused =
      intent.confirm({.method = std::nullopt, .return_url = {}, .charge = kCharge, .action_token = "t"}, kStart);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "sandbox.unexpected_state");
}

TEST(PaymentIntent, is_captured_whole_or_not_at_all) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_visa"));
  EXPECT_EQ(intent.capture(2000, kStart).error().code, "sandbox.amount_too_large");
  EXPECT_EQ(intent.capture(1998, kStart).error().code, "sandbox.partial_capture");
  EXPECT_EQ(intent.state().status, requires_capture);
  EXPECT_TRUE(intent.capture(1999, kStart));
}

TEST(PaymentIntent, loses_its_hold_after_seven_days) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_visa"));
  EXPECT_FALSE(intent.lapse(kStart + 7 * 24h - 1us));
  EXPECT_TRUE(intent.lapse(kStart + 7 * 24h));
  EXPECT_EQ(intent.state().status, canceled);
  EXPECT_EQ(intent.state().cancellation_reason, "automatic");
  EXPECT_FALSE(intent.capture(std::nullopt, kStart));
}

TEST(PaymentIntent, never_loses_money_it_has_taken) {
  auto intent = made();
  ASSERT_TRUE(confirm(intent, "pm_card_visa"));
  ASSERT_TRUE(intent.capture(std::nullopt, kStart));
  EXPECT_FALSE(intent.lapse(kStart + 8 * 24h));
  EXPECT_FALSE(intent.cancel("duplicate", kStart));
  EXPECT_EQ(intent.state().status, succeeded);
}

// ---- laws ----

bool may_follow(IntentStatus from, IntentStatus to) {
  switch (from) {
    case requires_payment_method:
    case requires_confirmation:
    case requires_action:
      return to != requires_confirmation || from == requires_confirmation;
    case requires_capture:
      return to == requires_capture || to == succeeded || to == canceled;
    case succeeded:
      return to == succeeded;
    case canceled:
      return to == canceled;
  }
  return false;
}

/// False if it was refused.
bool do_anything(PaymentIntent& intent, Timestamp now) {
  static const std::vector<std::string> kMethods = {"pm_card_visa", "pm_card_chargeDeclined",
                                                    "pm_card_threeDSecure2Required", "pm_unknown"};
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return confirm(intent, *rc::gen::elementOf(kMethods), now).has_value();
    case 1:
      return intent.capture(std::nullopt, now).has_value();
    case 2:
      return intent.capture(*rc::gen::inRange<std::int64_t>(1998, 2001), now).has_value();
    case 3:
      return intent.cancel("abandoned", now).has_value();
    default:
      return intent.lapse(now);
  }
}

RC_GTEST_PROP(PaymentIntentLaws, hold_whatever_is_done_in_whatever_order, ()) {
  auto intent = made(*rc::gen::element(CaptureMethod::manual, CaptureMethod::automatic),
                     *rc::gen::element<std::string>("", "pm_card_visa"));
  auto now = kStart;
  for (int steps = *rc::gen::inRange(0, 30); steps > 0; --steps) {
    now += std::chrono::hours(*rc::gen::inRange(0, 100));
    const auto before = intent.state();
    const auto events_before = intent.events().size();
    const bool done = do_anything(intent, now);
    const auto& after = intent.state();

    // Refused: nothing has changed. Done: it moved along the table, and told of it.
    RC_ASSERT(done || before == after);
    RC_ASSERT(may_follow(before.status, after.status));
    RC_ASSERT(intent.events().size() == events_before + (done ? 1 : 0));
    RC_ASSERT(!done || intent.has_changes());
    // Money is held in one state, taken in one state, and booked once.
    RC_ASSERT(after.received().minor_units() == (after.status == succeeded ? 1999 : 0));
    RC_ASSERT(after.capturable().minor_units() == (after.status == requires_capture ? 1999 : 0));
    RC_ASSERT(intent.bank_entries().size() == (after.status == succeeded ? 1U : 0U));
    // What belongs to a state is there in it alone.
    RC_ASSERT(after.hold_ends_at.has_value() == (after.status == requires_capture));
    RC_ASSERT(after.canceled_at.has_value() == (after.status == canceled));
    RC_ASSERT(!after.last_error || after.status == requires_payment_method || after.status == canceled);
    RC_ASSERT((after.status != requires_capture && after.status != succeeded) || after.latest_charge.has_value());
  }
}

TEST(IntentStatusNames, are_read_as_they_are_written) {
  for (const auto status :
       {requires_payment_method, requires_confirmation, requires_action, requires_capture, succeeded, canceled}) {
    EXPECT_EQ(intent_status(to_text(status)), status);
  }
  EXPECT_EQ(intent_status("processing"), std::nullopt);
}

TEST(PaymentMethods, are_the_test_cards_alone) {
  EXPECT_EQ(find_test_method("pm_card_visa")->card.last4, "4242");
  EXPECT_EQ(find_test_method("pm_card_mastercard")->card.brand, "mastercard");
  EXPECT_FALSE(find_test_method("pm_card_nobody"));
  EXPECT_EQ(test_method_of_token("tok_visa"), "pm_card_visa");
  EXPECT_EQ(test_method_of_token("tok_visa_chargeDeclined"), "pm_card_visa_chargeDeclined");
  EXPECT_FALSE(test_method_of_token("visa"));
  EXPECT_FALSE(test_method_of_token("tok_nobody"));
}

}  // namespace
}  // namespace ddd::sandbox
