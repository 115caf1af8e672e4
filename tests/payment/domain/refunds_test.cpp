#include <gtest/gtest.h>
#include <payment/support/as_text.hpp>
#include <payment/support/values.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::kStart;
using test::refund_id;
using test::refund_order;
using test::usd;

class Refunds : public testing::Test {
 protected:
  /// 44.97 USD for two of product 1 and one of product 2, saved, so that only what refunds do is left to be seen.
  Payment payment = [] {
    auto sold = test::payment_at(S::completed);
    sold.mark_saved();
    return sold;
  }();

  [[nodiscard]] std::string refused(RefundOrder order) {
    const auto asked = payment.request_refund(std::move(order), kStart);
    if (asked) return "";
    const auto& error = asked.error();
    return std::string(error.code) + (error.violations.empty() ? "" : " " + error.violations.front().pointer);
  }
  void succeed(std::uint64_t number) {
    payment.refund_succeeded(refund_id(number), "re_" + std::to_string(number), "req_1", kStart + 1s);
  }
  [[nodiscard]] const Refund& refund(std::uint64_t number = 1) { return *payment.find_refund(refund_id(number)); }
};

TEST_F(Refunds, the_request_to_the_provider_is_written_down_with_the_refund) {
  ASSERT_EQ(refused(refund_order(1000)), "");
  EXPECT_EQ(refund().status, RefundStatus::pending);
  EXPECT_EQ(payment.refundable(), usd(3497));
  EXPECT_EQ(payment.stage(), S::completed);
  ASSERT_EQ(payment.prepared().size(), 1u);
  EXPECT_EQ(payment.prepared()[0].operation, GatewayOperation::refund);
  EXPECT_EQ(payment.prepared()[0].key, "refund:rfd_1");
  EXPECT_EQ(payment.prepared()[0].parameters, "10.00 USD");
  EXPECT_TRUE(payment.events().pending().empty());
}

TEST_F(Refunds, nothing_goes_back_of_a_payment_that_took_nothing) {
  for (const auto state : test::all_states()) {
    if (is_sold(state) || state == S::created || state == S::partially_refunded || state == S::cancelling ||
        is_abandoned(state) || state == S::manual_review) {
      continue;
    }
    auto other = test::payment_at(state);
    EXPECT_EQ(other.request_refund(refund_order(1), kStart).error().code, "refund.nothing_captured") << to_text(state);
    EXPECT_EQ(other.refundable(), usd(0));
  }
  auto failed = test::abandoned_payment(S::failed);
  EXPECT_EQ(failed.request_refund(refund_order(1), kStart).error().code, "refund.nothing_captured");
}

TEST_F(Refunds, pending_and_succeeded_ones_together_are_never_more_than_was_taken) {
  ASSERT_EQ(refused(refund_order(3000, 1)), "");
  ASSERT_EQ(refused(refund_order(1000, 2)), "");
  succeed(2);
  const auto more = payment.request_refund(refund_order(498, 3), kStart);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, "refund.exceeds_captured");
  EXPECT_EQ(std::get<Money>(more.error().members.front().value), usd(497));
  EXPECT_EQ(refused(refund_order(497, 3)), "");
  EXPECT_EQ(refused(refund_order(1, 4)), "refund.exceeds_captured");
}

TEST_F(Refunds, what_failed_can_be_refunded_again) {
  ASSERT_EQ(refused(refund_order(4497, 1)), "");
  payment.refund_failed(refund_id(1), "provider_refused", "req_1", kStart + 1s);
  EXPECT_EQ(refund().status, RefundStatus::failed);
  EXPECT_EQ(payment.refundable(), usd(4497));
  EXPECT_EQ(payment.stage(), S::completed);
  EXPECT_TRUE(payment.bookings().empty());
  EXPECT_EQ(refused(refund_order(4497, 2)), "");
}

TEST_F(Refunds, a_part_and_then_the_rest_make_the_payment_refunded) {
  ASSERT_EQ(refused(refund_order(4000, 1)), "");
  succeed(1);
  EXPECT_EQ(payment.stage(), S::partially_refunded);
  EXPECT_EQ(payment.status(), PaymentStatus::partially_refunded);
  EXPECT_EQ(payment.state().refunded, 4000);
  ASSERT_EQ(refused(refund_order(497, 2)), "");
  succeed(2);
  EXPECT_EQ(payment.stage(), S::refunded);
  EXPECT_EQ(payment.state().refunded, 4497);
  EXPECT_EQ(test::path_of(payment.transitions()), "completed > partially_refunded > refunded");
}

TEST_F(Refunds, success_is_told_and_reverses_the_sale_by_as_much) {
  ASSERT_EQ(refused(refund_order(1000)), "");
  succeed(1);
  ASSERT_EQ(payment.events().pending().size(), 1u);
  const auto& told = std::get<PaymentRefunded>(payment.events().pending()[0]);
  EXPECT_EQ(told.refund_id, "rfd_1");
  EXPECT_EQ(told.amount, usd(1000));
  EXPECT_FALSE(told.restock);
  ASSERT_EQ(payment.bookings().size(), 1u);
  EXPECT_EQ(payment.bookings()[0].cause, "refund:rfd_1");
  const auto& entries = payment.bookings()[0].entries;
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].account, "sales");
  EXPECT_EQ(entries[0].side, LedgerEntry::Side::debit);
  EXPECT_EQ(entries[1].account, "cash_clearing");
  EXPECT_EQ(entries[1].side, LedgerEntry::Side::credit);
  EXPECT_EQ(entries[0].amount, usd(1000));
}

TEST_F(Refunds, one_that_a_bank_turns_back_after_all_is_booked_back_and_can_be_tried_again) {
  ASSERT_EQ(refused(refund_order(4497, 1, true)), "");
  succeed(1);
  payment.mark_saved();
  payment.refund_failed(refund_id(1), "expired_or_canceled_card", "req_2", kStart + 9s);
  EXPECT_EQ(payment.stage(), S::completed);
  EXPECT_EQ(payment.state().refunded, 0);
  ASSERT_EQ(payment.bookings().size(), 1u);
  EXPECT_EQ(payment.bookings()[0].cause, "refund_failed:rfd_1");
  EXPECT_TRUE(std::holds_alternative<PaymentRefundFailed>(payment.events().pending().back()));
  // The goods came back all the same: they don't a second time.
  ASSERT_EQ(refused(refund_order(4497, 2, true)), "");
  EXPECT_TRUE(refund(2).lines.empty());
}

TEST_F(Refunds, a_refund_of_all_that_is_left_takes_all_the_buyer_has_back) {
  ASSERT_EQ(refused({.id = refund_id(1),
                     .amount = usd(1999),
                     .reason = "one was broken",
                     .restock = true,
                     .lines = {{ProductId(1), 1}}}),
            "");
  ASSERT_EQ(refused(refund_order(2498, 2, true)), "");
  EXPECT_EQ(refund(2).lines, (std::vector<ReturnedLine>{{ProductId(1), 1}, {ProductId(2), 1}}));
}

TEST_F(Refunds, a_part_says_which_units_come_back) {
  EXPECT_EQ(refused(refund_order(1000, 1, true)), "refund.invalid /lines");
  const auto returning = [](std::vector<ReturnedLine> lines, bool restock = true) {
    return RefundOrder{
        .id = refund_id(1), .amount = usd(1000), .reason = "why", .restock = restock, .lines = std::move(lines)};
  };
  EXPECT_EQ(refused(returning({{ProductId(1), 1}}, false)), "refund.invalid /lines");
  EXPECT_EQ(refused(returning({{ProductId(3), 1}})), "refund.invalid /lines/0/product_id");
  EXPECT_EQ(refused(returning({{ProductId(1), 3}})), "refund.invalid /lines/0/quantity");
  EXPECT_EQ(refused(returning({{ProductId(1), 0}})), "refund.invalid /lines/0/quantity");
  EXPECT_EQ(refused(returning({{ProductId(1), 2}, {ProductId(1), 1}})), "refund.invalid /lines/1/quantity");
  EXPECT_EQ(refused(returning({{ProductId(2), 1}, {ProductId(1), 1}, {ProductId(1), 1}})), "");
  EXPECT_EQ(refund().lines, (std::vector<ReturnedLine>{{ProductId(1), 2}, {ProductId(2), 1}}));
  // They are spoken for while it is pending.
  auto again = returning({{ProductId(2), 1}});
  again.id = refund_id(2);
  EXPECT_EQ(refused(again), "refund.invalid /lines/0/quantity");
  payment.refund_failed(refund_id(1), "no", "req", kStart);
  EXPECT_EQ(refused(again), "");
}

TEST_F(Refunds, the_amount_is_money_of_the_payment) {
  EXPECT_EQ(refused(refund_order(0)), "refund.invalid /amount/amount");
  EXPECT_EQ(refused(refund_order(-5)), "refund.invalid /amount/amount");
  auto yen = refund_order(5);
  yen.amount = Money(5, Currency::from_code("JPY").value());
  EXPECT_EQ(refused(yen), "refund.invalid /amount/currency");
}

TEST_F(Refunds, there_is_a_most_of_them) {
  for (std::uint64_t i = 1; i <= Payment::kMostRefunds; ++i) {
    ASSERT_EQ(refused(refund_order(1, i)), "");
    payment.refund_failed(refund_id(i), "no", "req", kStart);
  }
  EXPECT_EQ(refused(refund_order(1, 99)), "refund.too_many");
}

TEST_F(Refunds, a_new_key_is_another_request) {
  ASSERT_EQ(refused(refund_order(1000)), "");
  payment.mark_saved();
  payment.refund_uncertain(refund_id(1), kStart + 1s);
  payment.refund_prepared_anew(refund_id(1), kStart + 10min);
  EXPECT_FALSE(refund().uncertain_since);
  EXPECT_EQ(refund().prepared_at, kStart + 10min);
  ASSERT_EQ(payment.prepared().size(), 1u);
  EXPECT_EQ(payment.prepared()[0].key, "refund:rfd_1:2");
}

TEST_F(Refunds, what_ended_does_not_end_again) {
  ASSERT_EQ(refused(refund_order(1000)), "");
  succeed(1);
  EXPECT_THROW(succeed(1), std::logic_error);
  payment.refund_failed(refund_id(1), "no", "req", kStart);
  EXPECT_THROW(payment.refund_failed(refund_id(1), "no", "req", kStart), std::logic_error);
  EXPECT_THROW(succeed(1), std::logic_error);
  EXPECT_THROW(succeed(2), std::logic_error);
}

TEST_F(Refunds, a_version_counts_the_saves_that_changed_one) {
  ASSERT_EQ(refused(refund_order(1000)), "");
  EXPECT_EQ(refund().version, 1);
  payment.mark_saved();
  payment.refund_uncertain(refund_id(1), kStart);
  payment.refund_accepted(refund_id(1), "re_1", kStart);
  EXPECT_EQ(refund().version, 2);
  payment.mark_saved();
  succeed(1);
  EXPECT_EQ(refund().version, 3);
}

TEST(MoneyTakenAfterAllTest, goes_back_when_the_buyer_had_cancelled) {
  auto payment = test::payment_at(S::requires_action);
  ASSERT_TRUE(payment.cancel("changed my mind", kStart));
  payment.capturing("req_1", kStart + 1s);
  payment.completed("req_1", kStart + 1s);
  ASSERT_EQ(payment.state().refunds.size(), 1u);
  const auto& refund = payment.state().refunds[0];
  EXPECT_EQ(refund.id.to_text(), "rfd_1");
  EXPECT_EQ(refund.amount, payment.state().amount);
  EXPECT_EQ(refund.reason, "changed my mind");
  EXPECT_EQ(refund.lines.size(), 2u);
  EXPECT_EQ(payment.prepared().back().key, "refund:rfd_1");
}

TEST(MoneyTakenAfterAllTest, stays_when_time_alone_had_ended_the_payment) {
  auto payment = test::payment_at(S::requires_action);
  payment.abandon({S::expired, "not paid in time"}, kStart);
  payment.capturing("req_1", kStart);
  payment.completed("req_1", kStart);
  EXPECT_TRUE(payment.state().refunds.empty());
}

}  // namespace
}  // namespace ddd::payment
