#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using crypto::Secret;
using test::Accounts;
using test::FakeHashing;
using test::kPassword;
using test::token_of;

constexpr std::string_view kNext = "another uncommon phrase";

class Passwords : public testing::Test {
 protected:
  Passwords() {
    EXPECT_TRUE(accounts.register_user());
    tokens = accounts.log_in()->tokens;
    ada = accounts.call_of(tokens);
  }
  Result<> change(std::string_view current = kPassword, std::string_view next = kNext) {
    return accounts.run(
        accounts.application.commands.change_password.handle(ada, ChangePassword{Secret(current), Secret(next)}));
  }
  Result<> reset(const Secret& token, std::string_view next = kNext) {
    return accounts.run(
        accounts.application.commands.reset_password.handle(accounts.nobody, ResetPassword{token, Secret(next)}));
  }
  /// The token of a mail that was just asked for and sent.
  Secret mailed() {
    EXPECT_TRUE(accounts.request_reset());
    EXPECT_TRUE(accounts.send_mails());
    return accounts.mailer.sent.empty() ? Secret() : token_of(accounts.mailer.sent.back());
  }
  std::string_view code_of(const Result<>& result) { return result ? "none" : result.error().code; }

  Accounts accounts;
  TokenPair tokens;
  CallContext ada;
};

TEST_F(Passwords, are_changed_by_who_knows_the_old_one) {
  accounts.clock.at += 1h;
  ASSERT_TRUE(change());
  EXPECT_FALSE(accounts.log_in("ada@example.com", kPassword));
  EXPECT_TRUE(accounts.log_in("ada@example.com", kNext));
  EXPECT_EQ(accounts.data.users.at(UserId(1)).updated_at, test::kStart + 1h);
  EXPECT_EQ(accounts.told().back().type, "ddd.user.password_changed.v1");
  EXPECT_EQ(accounts.told().back().data, R"({"user_id":1})");
}

TEST_F(Passwords, that_change_end_every_session_but_the_one_that_asks) {
  const auto other = accounts.log_in()->tokens;
  ASSERT_TRUE(change());
  EXPECT_TRUE(accounts.is_alive(tokens));
  EXPECT_TRUE(accounts.refresh(tokens.refresh_token));
  EXPECT_FALSE(accounts.is_alive(other));
  EXPECT_EQ(accounts.told().back().type, "ddd.user.sessions_revoked.v1");
  EXPECT_EQ(accounts.told().back().data, R"({"user_id":1,"session_ids":[")" +
                                             accounts.principal(other).session_id.to_text() +
                                             R"("],"reason":"password_changed"})");
}

TEST_F(Passwords, are_not_changed_without_the_old_one_and_guesses_are_limited_with_those_of_logins) {
  for (int i = 0; i < 5; ++i) {
    const auto refused = change("a guess");
    EXPECT_EQ(code_of(refused), "user.wrong_password");
    EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
    EXPECT_FALSE(accounts.log_in("ada@example.com", "a guess"));
  }
  EXPECT_EQ(code_of(change()), "auth.too_many_logins");
  EXPECT_EQ(accounts.log_in().error().code, "auth.too_many_logins");
  EXPECT_EQ(accounts.data.users.at(UserId(1)).password_hash, FakeHashing::of(kPassword));
  accounts.clock.at += 61s;
  EXPECT_TRUE(change());
}

TEST_F(Passwords, must_be_good_ones_also_when_they_are_changed) {
  for (const auto* weak : {"short", "password", "ADA@example.com"}) {
    const auto refused = change(kPassword, weak);
    EXPECT_EQ(code_of(refused), "user.invalid") << weak;
    EXPECT_EQ(refused.error().violations.at(0).pointer, "/new_password");
  }
  EXPECT_EQ(accounts.passwords.hashed, 1);
}

TEST_F(Passwords, are_changed_by_the_signed_in_alone) {
  ada.principal.reset();
  EXPECT_EQ(code_of(change()), "auth.required");
  ada.principal = Principal{.user_id = UserId(99), .role = Role::user, .session_id = {}};
  EXPECT_EQ(code_of(change()), "user.not_found");
}

Task<> change_into(Accounts& accounts, const CallContext& call, std::string_view next, std::vector<Result<>>& results) {
  ChangePassword command{Secret(kPassword), Secret(next)};
  results.push_back(co_await accounts.application.commands.change_password.handle(call, std::move(command)));
}

TEST_F(Passwords, of_two_changes_at_once_are_those_of_one) {
  std::vector<Result<>> results;
  std::vector<Task<>> tasks;
  tasks.push_back(change_into(accounts, ada, "the first new phrase", results));
  tasks.push_back(change_into(accounts, ada, "the second new phrase", results));
  accounts.run(when_all(std::move(tasks)));
  ASSERT_EQ(results.size(), 2u);
  EXPECT_NE(results[0].has_value(), results[1].has_value());
  EXPECT_EQ(code_of(results[0] ? results[1] : results[0]), "user.wrong_password");
}

Task<> log_in_into(Accounts& accounts, std::optional<Result<SignedIn>>& result) {
  LogIn command{.email = "ada@example.com", .password = Secret(kPassword)};
  result = co_await accounts.application.commands.log_in.handle(accounts.nobody, std::move(command));
}

TEST_F(Passwords, that_change_while_somebody_logs_in_with_the_old_one_leave_it_no_session) {
  const auto check = [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  };
  int refused = 0;
  int ended = 0;
  for (int head_start = 0; head_start < 12; ++head_start) {
    Accounts fresh;
    ASSERT_TRUE(fresh.register_user());
    const auto call = fresh.call_of(fresh.log_in()->tokens);
    std::optional<Result<SignedIn>> login;
    std::vector<Result<>> changed;
    fresh.context.restart();
    boost::asio::co_spawn(fresh.context, change_into(fresh, call, kNext, changed), check);
    for (int turn = 0; turn < head_start; ++turn) fresh.context.poll_one();
    fresh.context.restart();
    boost::asio::co_spawn(fresh.context, log_in_into(fresh, login), check);
    fresh.context.run();
    ASSERT_TRUE(login && changed.size() == 1 && changed[0]) << head_start;
    if (*login) {
      EXPECT_FALSE(fresh.is_alive((*login)->tokens)) << head_start;
      ++ended;
    } else {
      EXPECT_EQ(login->error().code, "auth.invalid_credentials") << head_start;
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(ended, 0);
}

TEST_F(Passwords, that_are_forgotten_are_replaced_by_who_reads_the_mail) {
  const auto token = mailed();
  ASSERT_EQ(accounts.mailer.sent.size(), 1u);
  EXPECT_EQ(accounts.mailer.sent[0].to.to_text(), "ada@example.com");
  ASSERT_TRUE(reset(token));
  EXPECT_TRUE(accounts.log_in("ada@example.com", kNext));
  EXPECT_FALSE(accounts.log_in("ada@example.com", kPassword));
}

TEST_F(Passwords, that_are_replaced_end_every_session_and_verify_the_address) {
  ASSERT_TRUE(reset(mailed()));
  EXPECT_FALSE(accounts.is_alive(tokens));
  EXPECT_TRUE(accounts.data.users.at(UserId(1)).email_verified);
  EXPECT_THAT(accounts.told_types(),
              testing::ElementsAre("ddd.user.registered.v1", "ddd.user.updated.v1", "ddd.user.password_changed.v1",
                                   "ddd.user.sessions_revoked.v1"));
}

TEST_F(Passwords, are_replaced_once_by_a_token) {
  const auto token = mailed();
  ASSERT_TRUE(reset(token));
  const auto again = reset(token, "yet another uncommon phrase");
  EXPECT_EQ(code_of(again), "user.token_invalid");
  EXPECT_EQ(again.error().kind, ErrorKind::rejected);
  EXPECT_TRUE(accounts.log_in("ada@example.com", kNext));
}

TEST_F(Passwords, that_are_replaced_make_all_earlier_mails_worthless) {
  const auto first = mailed();
  const auto second = mailed();
  ASSERT_NE(first.reveal(), second.reveal());
  ASSERT_TRUE(reset(second));
  EXPECT_EQ(code_of(reset(first)), "user.token_invalid");
}

TEST_F(Passwords, are_replaced_within_half_an_hour) {
  const auto token = mailed();
  accounts.clock.at += 30min;
  EXPECT_EQ(code_of(reset(token)), "user.token_invalid");
}

TEST_F(Passwords, are_not_replaced_by_any_other_text) {
  const auto token = mailed();
  for (const auto& text : {std::string(), std::string("guess"), "hash of " + std::string(token.reveal()),
                           std::string(tokens.refresh_token.reveal())}) {
    EXPECT_EQ(code_of(reset(Secret(text))), "user.token_invalid") << text;
  }
  EXPECT_EQ(accounts.passwords.hashed, 1) << "a guess costs no slow hash";
}

TEST_F(Passwords, must_be_good_ones_also_when_they_are_replaced_and_the_token_stays_good_for_that) {
  const auto token = mailed();
  EXPECT_EQ(code_of(reset(token, "password")), "user.invalid");
  EXPECT_TRUE(reset(token));
}

TEST_F(Passwords, of_an_account_that_is_closed_meanwhile_are_not_replaced) {
  const auto token = mailed();
  accounts.deactivate(UserId(1));
  EXPECT_EQ(code_of(reset(token)), "user.token_invalid");
  accounts.data.users.erase(UserId(1));
  EXPECT_EQ(code_of(reset(token)), "user.token_invalid");
}

Task<> reset_into(Accounts& accounts, Secret token, std::string_view next, std::vector<Result<>>& results) {
  ResetPassword command{std::move(token), Secret(next)};
  results.push_back(co_await accounts.application.commands.reset_password.handle(accounts.nobody, std::move(command)));
}

TEST_F(Passwords, of_two_that_use_one_token_at_once_are_replaced_by_one) {
  const auto token = mailed();
  std::vector<Result<>> results;
  std::vector<Task<>> tasks;
  tasks.push_back(reset_into(accounts, token, "the first new phrase", results));
  tasks.push_back(reset_into(accounts, token, "the second new phrase", results));
  accounts.run(when_all(std::move(tasks)));
  ASSERT_EQ(results.size(), 2u);
  EXPECT_NE(results[0].has_value(), results[1].has_value());
  EXPECT_EQ(code_of(results[0] ? results[1] : results[0]), "user.token_invalid");
}

}  // namespace
}  // namespace ddd::user
