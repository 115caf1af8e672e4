#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;

/// A person ends a review, and the provider has the last word.
class Settling : public testing::Test, protected test::Till {
 protected:
  Result<PaymentOutcome> settle_as(PaymentStatus status, const CallContext& by, std::string reason = "looked at it") {
    return run(application->commands.settle_payment.handle(
        by, SettlePayment{.id = stored().id, .status = status, .reason = std::move(reason)}));
  }
  Result<PaymentOutcome> settle_as(PaymentStatus status) { return settle_as(status, admin); }
  /// Under review, after a refusal of this operation.
  void refuse(const std::string& operation, std::string method = "pm_card_visa") {
    provider.fail_next(operation, Fault::refused);
    ASSERT_TRUE(buy(std::move(method)));
    ASSERT_EQ(stored().state, S::manual_review);
  }
  std::string code_of(const Result<PaymentOutcome>& outcome) { return std::string(outcome.error().code); }
  static std::string seen_in(const Result<PaymentOutcome>& outcome) {
    for (const auto& member : outcome.error().members) {
      if (member.name == "provider_status") return std::get<std::string>(member.value);
    }
    return {};
  }
};

TEST_F(Settling, makes_a_sale_of_money_that_was_taken) {
  refuse("capture");
  auto& facts = provider.intent().facts;
  facts.status = IntentStatus::succeeded;
  facts.received = facts.amount;
  EXPECT_EQ(told_to_client(settle_as(PaymentStatus::completed)), "completed");
  EXPECT_EQ(told().back(), "ddd.payment.completed.v1");
  const auto& log = store.transitions.begin()->second;
  EXPECT_EQ(log[log.size() - 2].reason, "settled by user 1: looked at it");
  check_books();
}

TEST_F(Settling, captures_money_that_is_held) {
  refuse("capture");
  EXPECT_EQ(told_to_client(settle_as(PaymentStatus::completed)), "completed");
  EXPECT_EQ(provider.keys_of("capture").back(), stored().id.to_text() + ":capture:2")
      << "what was refused is refused again under its key";
  check_books();
}

TEST_F(Settling, lets_go_of_money_that_is_held) {
  refuse("capture");
  EXPECT_EQ(told_to_client(settle_as(PaymentStatus::cancelled)), "cancelled");
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  EXPECT_EQ(told().back(), "ddd.payment.cancelled.v1");
  check_books();
}

TEST_F(Settling, ends_what_the_provider_has_let_go) {
  refuse("capture");
  provider.intent().facts.status = IntentStatus::canceled;
  EXPECT_EQ(told_to_client(settle_as(PaymentStatus::failed)), "failed");
  EXPECT_TRUE(provider.keys_of("cancel").empty());
  check_books();
}

TEST_F(Settling, is_left_to_the_recovery_when_the_provider_takes_its_time) {
  refuse("capture");
  provider.fail_next("cancel", Fault::lost_request);
  EXPECT_EQ(told_to_client(settle_as(PaymentStatus::cancelled)), "cancelling");
  settle();
  EXPECT_EQ(stored().state, S::cancelled);
  check_books();
}

TEST_F(Settling, of_a_cancel_that_was_refused_asks_under_a_new_key) {
  ASSERT_TRUE(buy("pm_card_poor"));
  provider.fail_next("cancel", Fault::refused);
  ASSERT_TRUE(cancel(stored().id));
  ASSERT_EQ(stored().state, S::manual_review);
  EXPECT_EQ(told_to_client(settle_as(PaymentStatus::cancelled)), "cancelled");
  EXPECT_EQ(provider.keys_of("cancel").back(), stored().id.to_text() + ":cancel:2");
  check_books();
}

TEST_F(Settling, never_goes_by_the_word_of_a_person) {
  refuse("confirm");
  EXPECT_EQ(seen_in(settle_as(PaymentStatus::completed)), "requires_payment_method");
  provider.intent().facts.status = IntentStatus::succeeded;
  provider.intent().facts.received = test::usd(1);
  EXPECT_EQ(code_of(settle_as(PaymentStatus::completed)), "payment.evidence_differs");
  EXPECT_EQ(seen_in(settle_as(PaymentStatus::cancelled)), "succeeded") << "it has to be refunded";
  provider.intent().facts.amount = test::usd(1);
  EXPECT_EQ(seen_in(settle_as(PaymentStatus::completed)), "another_amount");
  EXPECT_EQ(stored().state, S::manual_review);
  EXPECT_EQ(schedule().lease_owner, "");
}

TEST_F(Settling, needs_the_provider) {
  refuse("confirm");
  provider.fail_next("look_up", Fault::not_executed);
  EXPECT_EQ(code_of(settle_as(PaymentStatus::completed)), "payment.provider_unavailable");
  EXPECT_EQ(stored().state, S::manual_review);
}

TEST_F(Settling, is_for_payments_under_review_alone) {
  ASSERT_TRUE(buy());
  EXPECT_EQ(code_of(settle_as(PaymentStatus::cancelled)), "payment.not_in_review");
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_FALSE(schedule().next_action_at);
}

TEST_F(Settling, is_for_administrators_with_a_reason) {
  refuse("confirm");
  EXPECT_EQ(code_of(settle_as(PaymentStatus::cancelled, ada)), "auth.forbidden");
  EXPECT_EQ(code_of(settle_as(PaymentStatus::cancelled, admin, "")), "payment.invalid");
  EXPECT_EQ(code_of(settle_as(PaymentStatus::cancelled, admin, std::string(256, 'x'))), "payment.invalid");
  EXPECT_EQ(code_of(settle_as(PaymentStatus::refunded)), "payment.invalid");
}

}  // namespace
}  // namespace ddd::payment
