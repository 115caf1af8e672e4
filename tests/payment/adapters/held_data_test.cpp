#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/payment/adapters/published/local_payment_data.hpp>

namespace ddd::payment {
namespace {

/// What the user service is told of a person who asks for everything.
class HeldData : public testing::Test, protected test::Till {
 protected:
  Result<contracts::HeldPaymentData> held_of(UserId user_id, std::string service = "user-service") {
    CallContext call;
    call.service = std::move(service);
    return run(data.held_of(call, user_id));
  }

  LocalPaymentData data{*application};
};

TEST_F(HeldData, is_every_payment_and_method_of_one_person_and_of_no_other) {
  const auto bought = buy();
  ASSERT_TRUE(bought);
  ASSERT_TRUE(run(application->commands.add_payment_method.handle(ada, AddPaymentMethod{.token = "pm_card_visa"})));
  ASSERT_TRUE(run(application->commands.add_payment_method.handle(bob, AddPaymentMethod{.token = "pm_card_visa"})));
  const auto held = held_of(UserId(7));
  ASSERT_TRUE(held);
  ASSERT_EQ(held->payments.size(), 1u);
  const auto& payment = held->payments[0];
  EXPECT_EQ(payment.payment_id, bought->view.payment.id);
  EXPECT_EQ(payment.status, "completed");
  EXPECT_EQ(payment.amount, bought->view.payment.amount);
  EXPECT_EQ(payment.refunded_amount.minor_units(), 0);
  EXPECT_EQ(payment.completed_at, bought->view.payment.completed_at);
  ASSERT_EQ(payment.lines.size(), 1u);
  EXPECT_EQ(payment.lines[0].quantity, 2);
  ASSERT_EQ(held->payment_methods.size(), 1u);
  EXPECT_EQ(held->payment_methods[0].last_four_digits, "4242");
  EXPECT_TRUE(held->payment_methods[0].is_default);
  EXPECT_TRUE(held_of(UserId(8))->payments.empty());
  EXPECT_TRUE(held_of(UserId(9))->payment_methods.empty());
}

TEST_F(HeldData, is_read_to_its_end_however_much_it_is) {
  for (int i = 0; i < 101; ++i) ASSERT_TRUE(buy(""));
  EXPECT_EQ(held_of(UserId(7))->payments.size(), 101u);
}

TEST_F(HeldData, is_told_to_the_user_service_alone) {
  EXPECT_EQ(held_of(UserId(7), "basket-service").error().code, "auth.internal_only");
  EXPECT_EQ(run(data.held_of(ada, UserId(7))).error().code, "auth.internal_only");
  EXPECT_EQ(run(data.held_of(admin, UserId(7))).error().code, "auth.internal_only");
}

}  // namespace
}  // namespace ddd::payment
