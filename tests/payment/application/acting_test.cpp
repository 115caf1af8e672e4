#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;

/// A buyer whose bank wants to ask on a page of its own.
class Acting : public testing::Test, protected test::Till {
 protected:
  PaymentId id = buy("pm_card_3ds")->view.payment.id;
};

TEST_F(Acting, is_told_to_the_buyer_with_the_address_of_the_page) {
  EXPECT_EQ(stored().state, S::requires_action);
  EXPECT_EQ(stored().action_url, "https://bank.example/3ds/pi_1");
}

TEST_F(Acting, is_picked_up_when_the_buyer_comes_back) {
  provider.act("pi_1", true);
  EXPECT_EQ(told_to_client(process(id, "pm_card_3ds")), "completed");
  EXPECT_EQ(provider.keys_of("confirm").size(), 1u);
  check_books();
}

TEST_F(Acting, is_picked_up_without_webhook_and_buyer) {
  provider.act("pi_1", true);
  EXPECT_EQ(recover_after(15s), 1u);
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

TEST_F(Acting, that_is_still_to_come_leaves_the_payment_waiting_for_it) {
  for (int visit = 0; visit < 3; ++visit) EXPECT_EQ(told_to_client(process(id, "pm_card_3ds")), "requires_action");
  EXPECT_EQ(stored().action_url, "https://bank.example/3ds/pi_1");
  EXPECT_EQ(schedule().next_action_at, clock.at + 15s);
  provider.act("pi_1", true);
  settle();
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

TEST_F(Acting, that_declines_lets_another_method_be_tried) {
  provider.act("pi_1", false);
  EXPECT_EQ(told_to_client(process(id, "pm_card_3ds")), "payment.declined");
  EXPECT_EQ(stored().decline_code, "authentication_failed");
  EXPECT_EQ(stored().action_url, "");
  EXPECT_EQ(told_to_client(process(id)), "completed");
  EXPECT_EQ(provider.keys_of("confirm").back(), id.to_text() + ":confirm:2");
  check_books();
}

TEST_F(Acting, that_never_happens_ends_with_the_time_to_pay) {
  settle();
  EXPECT_EQ(clock.at, stored().expires_at);
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  EXPECT_EQ(told().back(), "ddd.payment.expired.v1");
  check_books();
}

TEST_F(Acting, that_comes_too_late_is_let_go) {
  clock.at += 840s;
  provider.act("pi_1", true);
  settle();
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  check_books();
}

TEST_F(Acting, after_the_buyer_gave_up_is_let_go) {
  provider.act("pi_1", true);
  EXPECT_EQ(told_to_client(cancel(id)), "cancelled");
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  check_books();
}

TEST_F(Acting, comes_to_a_right_end_wherever_the_process_dies) {
  for (int death = 1; death <= 30; ++death) {
    const auto payment = buy("pm_card_3ds")->view.payment.id;
    provider.act("pi_" + std::to_string(provider.intents.size()), death % 3 != 0);
    mortality.die_at(death);
    try {
      static_cast<void>(process(payment, "pm_card_3ds"));
    } catch (const test::Death&) {
    }
    mortality.die_at(0);
    start();
    settle();
    EXPECT_EQ(stored(payment).state, death % 3 != 0 ? S::completed : S::expired) << death;
  }
  settle();
}

}  // namespace
}  // namespace ddd::payment
