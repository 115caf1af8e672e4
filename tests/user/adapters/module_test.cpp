#include <gtest/gtest.h>
#include <user/adapters/module_over_memory.hpp>

#include <ddd/contracts/user/user_events.hpp>

namespace ddd::user {
namespace {

class TheUserModule : public testing::Test {
 protected:
  Result<Handled> hear(const Event& event) {
    const auto subscriptions = users.module.group_subscriptions();
    EXPECT_EQ(subscriptions.size(), 1u);
    EXPECT_EQ(subscriptions.at(0).topic, "user-events");
    return users.accounts.run(subscriptions.at(0).handle(context_of(event), event));
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
