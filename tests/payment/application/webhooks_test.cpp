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
  EXPECT_EQ(recover(), 1u);
  EXPECT_EQ(test::as_text(stored()), before);
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(schedule().next_action_at, stored().expires_at);
}

TEST_F(Webhooks, with_a_bad_signature_are_nothing) {
  EXPECT_EQ(hear("evt_1 pi_1", "bad").error().code, "webhook.invalid_signature");
  EXPECT_TRUE(store.webhooks.empty());
}

}  // namespace
}  // namespace ddd::payment
