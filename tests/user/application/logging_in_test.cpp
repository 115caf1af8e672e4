#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::Accounts;
using test::FakeHashing;
using test::kStart;

class LoggingIn : public testing::Test {
 protected:
  LoggingIn() { EXPECT_TRUE(accounts.register_user()); }
  Accounts accounts;
};

TEST_F(LoggingIn, gives_both_tokens_and_the_user) {
  const auto signed_in = accounts.log_in("ADA@example.com ");
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->user.email, "ada@example.com");
  EXPECT_EQ(signed_in->tokens.expires_in, 10min);
  EXPECT_EQ(signed_in->tokens.refresh_token.reveal(), "refresh 1");
  const auto principal = accounts.principal(signed_in->tokens);
  EXPECT_EQ(principal.user_id, UserId(1));
  EXPECT_EQ(principal.role, Role::user);
  EXPECT_TRUE(accounts.data.sessions.contains(principal.session_id));
}

TEST_F(LoggingIn, opens_a_session_that_knows_the_device_and_the_token_by_its_hash) {
  CallContext call;
  call.client = {.address = "192.0.2.1", .user_agent = "Firefox"};
  ASSERT_TRUE(accounts.run(
      accounts.application.commands.log_in.handle(call, LogIn{"ada@example.com", crypto::Secret(test::kPassword)})));
  ASSERT_EQ(accounts.data.sessions.size(), 1u);
  const auto& session = accounts.data.sessions.begin()->second;
  EXPECT_EQ(session.user_id, UserId(1));
  EXPECT_EQ(session.device.name, "Firefox");
  EXPECT_EQ(session.device.address, "192.0.2.1");
  EXPECT_EQ(session.refresh_hash, test::hash("hash of refresh 1"));
  EXPECT_EQ(session.expires_at, kStart + 7 * 24h);
}

TEST_F(LoggingIn, gives_each_login_a_session_of_its_own) {
  const auto first = accounts.log_in();
  const auto second = accounts.log_in();
  EXPECT_NE(accounts.principal(first->tokens).session_id, accounts.principal(second->tokens).session_id);
}

TEST_F(LoggingIn,
       answers_the_same_after_the_same_work_for_a_wrong_password_an_unknown_address_and_an_inactive_account) {
  const auto failing = [&](std::string email, std::string_view password) {
    const auto before = accounts.passwords.verified;
    const auto refused = accounts.log_in(std::move(email), password);
    EXPECT_EQ(accounts.passwords.verified, before + 1);
    EXPECT_FALSE(refused);
    return refused ? Error{} : refused.error();
  };
  const auto wrong = failing("ada@example.com", "not her password");
  EXPECT_EQ(wrong.code, "auth.invalid_credentials");
  EXPECT_EQ(wrong.kind, ErrorKind::unauthenticated);
  EXPECT_EQ(failing("nobody@example.com", test::kPassword), wrong);
  EXPECT_EQ(failing("no address at all", test::kPassword), wrong);
  accounts.deactivate(UserId(1));
  EXPECT_EQ(failing("ada@example.com", test::kPassword), wrong);
  EXPECT_TRUE(accounts.data.sessions.empty());
}

TEST_F(LoggingIn, is_put_off_while_too_many_passwords_wait_and_that_is_no_failed_login) {
  accounts.passwords.is_full = true;
  EXPECT_EQ(accounts.log_in().error().code, "server.overloaded");
  EXPECT_TRUE(accounts.data.login_failures.empty());
}

TEST_F(LoggingIn, is_refused_after_ten_failures_in_a_minute_even_with_the_right_password) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(accounts.log_in("ada@example.com", "wrong").error().code, "auth.invalid_credentials");
    accounts.clock.at += 1s;
  }
  const auto worked = accounts.passwords.verified;
  const auto refused = accounts.log_in();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "auth.too_many_logins");
  EXPECT_EQ(refused.error().kind, ErrorKind::too_many);
  EXPECT_EQ(refused.error().retry_after_seconds, 50);
  EXPECT_EQ(accounts.passwords.verified, worked);

  accounts.clock.at += 51s;
  EXPECT_TRUE(accounts.log_in());
}

TEST_F(LoggingIn, counts_failures_per_address_and_also_of_addresses_without_an_account) {
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(accounts.log_in("nobody@example.com"));
  EXPECT_EQ(accounts.log_in("Nobody@example.com").error().code, "auth.too_many_logins");
  EXPECT_TRUE(accounts.log_in());
}

TEST_F(LoggingIn, forgets_failures_that_count_no_more) {
  EXPECT_FALSE(accounts.log_in("nobody@example.com"));
  accounts.clock.at += 61s;
  EXPECT_FALSE(accounts.log_in("ada@example.com", "wrong"));
  EXPECT_EQ(accounts.data.login_failures.size(), 1u);
}

TEST_F(LoggingIn, renews_a_hash_of_another_cost) {
  accounts.data.users.at(UserId(1)).password_hash = FakeHashing::outdated(test::kPassword);
  const auto signed_in = accounts.log_in();
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(accounts.data.users.at(UserId(1)).password_hash, FakeHashing::of(test::kPassword));
  EXPECT_EQ(signed_in->user.version, 2);
  EXPECT_EQ(accounts.told_types(), std::vector<std::string>{"ddd.user.registered.v1"});
}

TEST_F(LoggingIn, leaves_nothing_behind_when_its_time_is_over_before_it_starts) {
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() - 1s;
  const auto late = accounts.run(
      accounts.application.commands.log_in.handle(call, LogIn{"ada@example.com", crypto::Secret(test::kPassword)}));
  EXPECT_EQ(late.error().code, "request.timeout");
  EXPECT_EQ(accounts.passwords.verified, 0);
}

}  // namespace
}  // namespace ddd::user
