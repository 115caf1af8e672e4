#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/contracts/user/user_events.hpp>
#include <ddd/payment/adapters/events/subscribe.hpp>

namespace ddd::payment {
namespace {

class ErasedAccounts : public testing::Test, protected test::Till {
 protected:
  void add(const CallContext& call) {
    EXPECT_TRUE(run(application->commands.add_payment_method.handle(call, AddPaymentMethod{.token = "pm_card_visa"})));
  }
  std::size_t methods_of(UserId user_id) { return run(wallets.find(user_id))->state().methods.size(); }
  Result<Handled> hear(std::string_view type, std::string data, EventId id) {
    const Event event{
        .id = std::move(id), .topic = "user-events", .key = "7", .type = std::string(type), .data = std::move(data)};
    const auto subscriptions = group_subscriptions(*application);
    const auto found = std::ranges::find(subscriptions, "payment.forget_wallets", &GroupSubscription::group);
    EXPECT_EQ(found->topic, "user-events");
    return run(found->handle(context_of(event), event));
  }
  Result<Handled> hear_of_erasure(EventId id, std::string data = R"({"user_id":7})") {
    return hear(contracts::UserDeletedV1::type, std::move(data), std::move(id));
  }
};

TEST_F(ErasedAccounts, take_their_payment_methods_along_and_no_others) {
  add(ada);
  add(ada);
  add(bob);
  EXPECT_EQ(hear_of_erasure(ids.make<EventId>()), Handled::applied);
  EXPECT_EQ(methods_of(UserId(7)), 0u);
  EXPECT_EQ(methods_of(UserId(8)), 1u);
  EXPECT_EQ(std::ranges::count(told(), "ddd.payment.method_removed.v1"), 2);
}

TEST_F(ErasedAccounts, leave_their_payments_by_their_number) {
  ASSERT_TRUE(buy());
  EXPECT_EQ(hear_of_erasure(ids.make<EventId>()), Handled::stale);
  EXPECT_EQ(stored().user_id, UserId(7));
  EXPECT_EQ(stored().state, PaymentState::completed);
}

TEST_F(ErasedAccounts, are_heard_of_once) {
  add(ada);
  add(bob);
  const auto event = ids.make<EventId>();
  EXPECT_EQ(hear_of_erasure(event), Handled::applied);
  EXPECT_EQ(hear_of_erasure(event, R"({"user_id":8})").error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(methods_of(UserId(8)), 1u);
}

TEST_F(ErasedAccounts, are_told_from_accounts_that_change_otherwise) {
  add(ada);
  EXPECT_EQ(hear(contracts::UserDeactivatedV1::type, R"({"user_id":7})", ids.make<EventId>()), Handled::ignored);
  EXPECT_EQ(hear_of_erasure(ids.make<EventId>(), "{}").error().kind, ErrorKind::malformed);
  EXPECT_EQ(methods_of(UserId(7)), 1u);
}

}  // namespace
}  // namespace ddd::payment
