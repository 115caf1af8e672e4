#include <gtest/gtest.h>
#include <user/adapters/module_over_memory.hpp>

#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::user {
namespace {

class TheUserModule : public testing::Test {
 protected:
  Result<Handled> hear(const Event& event, std::string_view group = "user.order_verification") {
    for (const auto& subscription : users.module.group_subscriptions()) {
      if (subscription.group != group) continue;
      EXPECT_EQ(subscription.topic, event.topic.empty() ? "user-events" : event.topic);
      return users.accounts.run(subscription.handle(context_of(event), event));
    }
    ADD_FAILURE() << "no group " << group;
    return Handled::ignored;
  }
  template <class Fact>
  Event event_of(const Fact& fact, std::string topic = "payment-events") {
    return {.id = users.accounts.ids.make<EventId>(),
            .topic = std::move(topic),
            .type = std::string(Fact::type),
            .time = users.accounts.clock.at,
            .data = json::encode(fact)};
  }
  Result<> run_job(std::string_view name) {
    for (const auto& job : users.module.jobs()) {
      if (job.name == name) return users.accounts.run(job.run());
    }
    ADD_FAILURE() << "no job " << name;
    return {};
  }

  test::ModuleOverMemory users;
};

TEST_F(TheUserModule, hears_of_new_accounts_and_mails_them_once) {
  ASSERT_TRUE(users.accounts.register_user());
  const auto opened = users.accounts.told().at(0);
  EXPECT_EQ(hear(opened), Handled::applied);
  EXPECT_EQ(hear(opened).error().code, store_errors::kDuplicateEvent);
  ASSERT_TRUE(run_job("user.send_mails"));
  ASSERT_EQ(users.accounts.mailer.sent.size(), 1u);
  EXPECT_EQ(users.accounts.mailer.sent[0].subject, "Verify your e-mail address");
}

TEST_F(TheUserModule, has_no_use_for_other_facts_and_none_for_accounts_that_are_gone) {
  Event event{.id = EventId::restore("evt_1"),
              .type = std::string(contracts::UserUpdatedV1::type),
              .data = R"({"user_id":1,"changed":[]})"};
  EXPECT_EQ(hear(event), Handled::ignored);
  event.type = contracts::UserRegisteredV1::type;
  event.data = R"({"user_id":99})";
  EXPECT_EQ(hear(event), Handled::stale);
  event.data = "{}";
  EXPECT_EQ(hear(event).error().kind, ErrorKind::malformed);
}

TEST_F(TheUserModule, counts_completed_payments) {
  const auto ada = users.accounts.register_user()->id;
  contracts::PaymentCompletedV1 fact{
      .payment_id = users.accounts.ids.make<PaymentId>(), .order_id = "ord", .user_id = ada};
  const auto event = event_of(fact);
  EXPECT_EQ(hear(event, "user.count_orders"), Handled::applied);
  EXPECT_EQ(hear(event, "user.count_orders").error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(users.accounts.data.orders.at(ada).count, 1);
  fact.user_id = UserId(99);
  EXPECT_EQ(hear(event_of(fact), "user.count_orders"), Handled::stale);
  EXPECT_EQ(hear(event_of(contracts::PaymentCancelledV1{}), "user.count_orders"), Handled::ignored);
}

TEST_F(TheUserModule, watches_payments_that_fail_by_the_buyers_doing) {
  const auto ada = users.accounts.register_user()->id;
  const auto fail = [&](std::string code) {
    return hear(event_of(contracts::PaymentFailedV1{users.accounts.ids.make<PaymentId>(), ada, std::move(code)}),
                "user.watch_risk");
  };
  for (const auto* code : {"insufficient_stock", "stock_unavailable", "reservation_lost"}) {
    EXPECT_EQ(fail(code), Handled::ignored) << code;
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(fail("provider_refused"), Handled::applied);
  EXPECT_EQ(users.accounts.told_types().back(), "ddd.user.login_suspicious.v1");
  contracts::PaymentDisputedV1 disputed{};
  disputed.payment_id = users.accounts.ids.make<PaymentId>();
  disputed.user_id = ada;
  EXPECT_EQ(hear(event_of(disputed), "user.watch_risk"), Handled::applied);
  disputed.user_id = UserId(99);
  EXPECT_EQ(hear(event_of(disputed), "user.watch_risk"), Handled::stale);
  EXPECT_EQ(hear(event_of(contracts::PaymentExpiredV1{}), "user.watch_risk"), Handled::ignored);
}

TEST_F(TheUserModule, forgets_the_mails_of_who_is_erased) {
  const auto ada = users.accounts.register_user()->id;
  ASSERT_TRUE(users.accounts.request_reset());
  ASSERT_TRUE(users.accounts.send_mails());
  EXPECT_EQ(hear(event_of(contracts::UserDeactivatedV1{ada}, "user-events"), "user.forget_mails"), Handled::ignored);
  EXPECT_EQ(users.accounts.mailer.sent.size(), 1u);
  EXPECT_EQ(hear(event_of(contracts::UserDeletedV1{ada}, "user-events"), "user.forget_mails"), Handled::applied);
  EXPECT_TRUE(users.accounts.mailer.sent.empty());
}

TEST_F(TheUserModule, watches_logins_as_a_job) {
  ASSERT_TRUE(users.accounts.register_user());
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(users.accounts.log_in("ada@example.com", "a guess"));
  ASSERT_TRUE(run_job("user.watch_logins"));
  EXPECT_EQ(users.accounts.told_types().back(), "ddd.user.login_suspicious.v1");
}

TEST_F(TheUserModule, sweeps_as_a_job) {
  ASSERT_TRUE(users.accounts.register_user());
  ASSERT_TRUE(users.accounts.log_in());
  ASSERT_TRUE(run_job("user.sweep_accounts"));
  EXPECT_EQ(users.accounts.data.sessions.size(), 1u);
  users.accounts.clock.at += Session::kIdle;
  ASSERT_TRUE(run_job("user.sweep_accounts"));
  EXPECT_TRUE(users.accounts.data.sessions.empty());
}

TEST_F(TheUserModule, tells_when_a_job_could_not_do_its_work) {
  users.accounts.mailer.refusal = mail_errors::unavailable();
  ASSERT_TRUE(users.accounts.register_user());
  ASSERT_TRUE(users.accounts.request_reset());
  EXPECT_EQ(run_job("user.send_mails").error().code, "mail.unavailable");
}

}  // namespace
}  // namespace ddd::user
