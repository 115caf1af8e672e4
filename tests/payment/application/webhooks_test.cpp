#include <algorithm>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;

class Webhooks : public testing::Test, protected test::Till {
 protected:
  Result<> hear(std::string body, std::string signature = "good") {
    return run(application->commands.receive_webhook.handle(CallContext{},
                                                            ReceiveWebhook{std::move(signature), std::move(body)}));
  }
  /// A webhook that arrives while a request is being worked on; how many payments it concerned.
  std::size_t run_inside(const std::string& body) {
    const auto intent = body.substr(body.find(' ') + 1);
    std::size_t concerned = 0;
    for (auto& [id, row] : store.payments) {
      if (row.payment.intent_id != intent) continue;
      row.schedule.next_action_at = clock.at;
      row.woken_at = clock.at;
      ++concerned;
    }
    return concerned;
  }
};

TEST_F(Webhooks, make_their_payment_be_looked_at_at_once) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  provider.act("pi_1", true);
  EXPECT_EQ(recover(), 0u);
  ASSERT_TRUE(hear("evt_1 pi_1"));
  EXPECT_EQ(stored().state, S::requires_action);
  EXPECT_EQ(recover(), 1u);
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

TEST_F(Webhooks, are_a_hint_and_never_believed) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  ASSERT_TRUE(hear("evt_1 pi_1"));
  EXPECT_EQ(recover(), 1u);
  EXPECT_EQ(stored().state, S::requires_action);
}

TEST_F(Webhooks, count_once_and_in_any_order) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  ASSERT_TRUE(hear("evt_2 pi_1"));
  ASSERT_TRUE(hear("evt_1 pi_1"));
  EXPECT_EQ(recover(), 1u);
  ASSERT_TRUE(hear("evt_2 pi_1"));
  EXPECT_EQ(recover(), 0u);
}

TEST_F(Webhooks, of_unknown_intents_and_ended_payments_are_noted_and_nothing_more) {
  ASSERT_TRUE(buy());
  ASSERT_TRUE(hear("evt_1 pi_1"));
  ASSERT_TRUE(hear("evt_2 pi_99"));
  ASSERT_TRUE(hear("evt_3 "));
  EXPECT_EQ(recover(), 0u);
  EXPECT_EQ(store.webhooks.size(), 3u);
}

TEST_F(Webhooks, about_a_payment_that_waits_for_another_method_change_nothing) {
  ASSERT_TRUE(buy("pm_card_poor"));
  const auto before = test::as_text(stored());
  ASSERT_TRUE(hear("evt_1 pi_1"));
  EXPECT_EQ(recover(), 0u);
  EXPECT_EQ(test::as_text(stored()), before);
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(schedule().next_action_at, stored().expires_at);
}

TEST_F(Webhooks, of_a_dispute_are_noted_and_told_once_for_each_turn_of_it) {
  ASSERT_TRUE(buy());
  const auto dispute = [&](const std::string& event, const std::string& status) {
    return hear(event + " pi_1 dp_1 " + status);
  };
  ASSERT_TRUE(dispute("evt_1", "needs_response"));
  EXPECT_EQ(stored().dispute_id, "dp_1");
  EXPECT_EQ(stored().dispute_status, "needs_response");
  EXPECT_EQ(stored().state, S::completed);
  ASSERT_TRUE(dispute("evt_1", "needs_response"));
  ASSERT_TRUE(dispute("evt_2", "needs_response"));
  ASSERT_TRUE(dispute("evt_3", "lost"));
  const auto types = told();
  EXPECT_EQ(std::ranges::count(types, "ddd.payment.disputed.v1"), 2);
  EXPECT_EQ(stored().dispute_status, "lost");
  settle();
  check_books();
}

TEST_F(Webhooks, of_a_dispute_come_again_while_somebody_works_on_the_payment) {
  ASSERT_TRUE(buy());
  ASSERT_TRUE(run(payments.claim(stored().id, "somebody", clock.at, clock.at + 15s)));
  EXPECT_EQ(hear("evt_1 pi_1 dp_1 lost").error().kind, ErrorKind::unavailable);
  clock.at += 15s;
  ASSERT_TRUE(hear("evt_1 pi_1 dp_1 lost"));
  EXPECT_EQ(stored().dispute_status, "lost");
  ASSERT_TRUE(hear("evt_2 pi_99 dp_2 lost")) << "of somebody else's payment";
}

TEST_F(Webhooks, that_come_while_somebody_works_on_the_payment_are_not_forgotten) {
  provider.on_key = [this](const std::string& key) {
    if (!key.ends_with(":confirm:1")) return;
    provider.on_key = nullptr;
    EXPECT_EQ(run_inside("evt_1 pi_1"), 1u);
  };
  ASSERT_TRUE(buy("pm_card_3ds"));
  EXPECT_EQ(schedule().next_action_at, clock.at) << "and not after the usual pause";
}

TEST_F(Webhooks, with_a_bad_signature_are_nothing) {
  EXPECT_EQ(hear("evt_1 pi_1", "bad").error().code, "webhook.invalid_signature");
  EXPECT_TRUE(store.webhooks.empty());
}

}  // namespace
}  // namespace ddd::payment
