#include <gtest/gtest.h>
#include <user/support/values.hpp>

#include <ddd/user/domain/risk.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using enum RiskSignal;

class RiskOfAnAccount : public testing::Test {
 protected:
  std::size_t warnings() const { return risk.events().pending().size(); }

  Risk risk = Risk::none(UserId(7));
};

TEST_F(RiskOfAnAccount, is_alarming_with_the_third_failed_payment_of_an_hour) {
  risk.note(payment_failed, kStart);
  risk.note(payment_failed, kStart + 30min);
  EXPECT_EQ(warnings(), 0u);
  EXPECT_EQ(risk.score(kStart + 30min), 70);
  risk.note(payment_failed, kStart + 59min);
  ASSERT_EQ(warnings(), 1u);
  EXPECT_EQ(risk.events().pending()[0].reason, payment_failed);
  EXPECT_EQ(risk.events().pending()[0].score, 105);
}

TEST_F(RiskOfAnAccount, forgets_what_is_an_hour_old) {
  risk.note(payment_failed, kStart);
  risk.note(payment_failed, kStart + 30min);
  risk.note(payment_failed, kStart + 60min);
  EXPECT_EQ(warnings(), 0u);
  EXPECT_EQ(risk.state().signals.size(), 2u);
  EXPECT_EQ(risk.score(kStart + 3h), 0);
}

TEST_F(RiskOfAnAccount, is_alarming_with_one_dispute_or_one_burst_of_failed_logins) {
  for (const auto signal : {payment_disputed, logins_failed}) {
    auto fresh = Risk::none(UserId(7));
    fresh.note(signal, kStart);
    ASSERT_EQ(fresh.events().pending().size(), 1u);
    EXPECT_EQ(fresh.events().pending()[0].reason, signal);
  }
}

TEST_F(RiskOfAnAccount, warns_once_an_hour) {
  risk.note(payment_disputed, kStart);
  risk.note(payment_disputed, kStart + 59min);
  EXPECT_EQ(warnings(), 1u);
  risk.note(payment_disputed, kStart + 60min);
  EXPECT_EQ(warnings(), 2u);
}

TEST_F(RiskOfAnAccount, takes_a_burst_of_failed_logins_down_once_an_hour) {
  risk.note(logins_failed, kStart);
  risk.mark_saved();
  risk.note(logins_failed, kStart + 5s);
  EXPECT_FALSE(risk.has_changes());
  risk.note(logins_failed, kStart + 1h);
  EXPECT_TRUE(risk.has_changes());
}

TEST_F(RiskOfAnAccount, minds_signals_that_are_told_late) {
  risk.note(payment_failed, kStart + 40min);
  risk.note(payment_failed, kStart + 20min);
  risk.note(payment_failed, kStart + 30min);
  EXPECT_EQ(warnings(), 1u);
  EXPECT_EQ(risk.state().signals.front().at, kStart + 20min);
  EXPECT_EQ(risk.state().warned_at, kStart + 40min);
}

TEST_F(RiskOfAnAccount, keeps_a_bounded_number_of_signals) {
  for (int i = 0; i < 50; ++i) risk.note(payment_failed, kStart + std::chrono::seconds(i));
  EXPECT_EQ(risk.state().signals.size(), Risk::kMostSignals);
  EXPECT_EQ(risk.state().signals.back().at, kStart + 49s);
}

TEST(RiskSignals, are_found_by_their_words) {
  for (const auto signal : {payment_failed, payment_disputed, logins_failed}) {
    EXPECT_EQ(signal_from(to_text(signal)), signal);
  }
  EXPECT_THROW(static_cast<void>(signal_from("boredom")), std::logic_error);
}

}  // namespace
}  // namespace ddd::user
