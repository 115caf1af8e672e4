#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using crypto::Secret;
using test::Accounts;
using test::token_of;

class Mails : public testing::Test {
 protected:
  Mails() { EXPECT_TRUE(accounts.register_user()); }

  Result<VerificationOrder> hear_of_opening(UserId user_id = UserId(1), EventId event = EventId::restore("evt_1")) {
    return accounts.run(accounts.application.policies.order_verification.handle(
        accounts.nobody, AccountOpened{user_id, {"user.order_verification", std::move(event)}}));
  }
  Result<> ask_for_verification(const CallContext& call) {
    return accounts.run(accounts.application.commands.request_verification.handle(call, RequestVerification{}));
  }
  Result<> verify(const Secret& token) {
    return accounts.run(accounts.application.commands.verify_email.handle(accounts.nobody, VerifyEmail{token}));
  }
  Secret mailed_verification() {
    EXPECT_TRUE(hear_of_opening());
    EXPECT_TRUE(accounts.send_mails());
    return accounts.mailer.sent.empty() ? Secret() : token_of(accounts.mailer.sent.back());
  }
  bool is_verified() { return accounts.data.users.at(UserId(1)).email_verified; }
  std::string_view code_of(const Result<>& result) { return result ? "none" : result.error().code; }

  Accounts accounts;
};

TEST_F(Mails, bring_a_token_in_a_line_of_its_own_and_name_nobody) {
  ASSERT_TRUE(accounts.request_reset(" ADA@example.com "));
  EXPECT_EQ(accounts.send_mails(), 1u);
  ASSERT_EQ(accounts.mailer.sent.size(), 1u);
  const auto& mail = accounts.mailer.sent[0];
  EXPECT_EQ(mail.to.to_text(), "ada@example.com");
  EXPECT_EQ(mail.subject, "Reset your password");
  const std::string text(mail.text.reveal());
  EXPECT_THAT(text, testing::ContainsRegex("\nToken: [^\n]+\n"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("Ada")));
  EXPECT_TRUE(std::ranges::all_of(text, [](unsigned char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); }));
}

TEST_F(Mails, hold_the_only_copy_of_their_token) {
  ASSERT_TRUE(accounts.request_reset());
  EXPECT_TRUE(accounts.data.account_tokens.empty()) << "none is made before the mail";
  ASSERT_TRUE(accounts.send_mails());
  ASSERT_EQ(accounts.data.account_tokens.size(), 1u);
  const auto& [hash, token] = *accounts.data.account_tokens.begin();
  EXPECT_EQ(hash, accounts.tokens.hash_of(token_of(accounts.mailer.sent.at(0))));
  EXPECT_NE(hash.to_text(), token_of(accounts.mailer.sent.at(0)).reveal());
  EXPECT_EQ(token.user_id, UserId(1));
  EXPECT_EQ(token.purpose, TokenPurpose::password_reset);
}

TEST_F(Mails, are_sent_once) {
  ASSERT_TRUE(accounts.request_reset());
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(accounts.send_mails(), 0u);
  EXPECT_EQ(accounts.mailer.sent.size(), 1u);
}

TEST_F(Mails, are_asked_for_in_the_same_words_for_an_address_without_an_account_and_go_to_accounts_alone) {
  EXPECT_TRUE(accounts.request_reset("nobody@example.com"));
  EXPECT_EQ(accounts.data.mails.size(), 1u) << "the same work";
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(accounts.mailer.attempts, 0);
  EXPECT_TRUE(accounts.data.account_tokens.empty());
  const auto refused = accounts.request_reset("no address");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.invalid");
  EXPECT_EQ(refused.error().violations.at(0).pointer, "/email");
}

TEST_F(Mails, do_not_go_to_an_account_that_is_closed) {
  ASSERT_TRUE(accounts.request_reset());
  accounts.deactivate(UserId(1));
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(accounts.mailer.attempts, 0);
}

TEST_F(Mails, are_at_most_three_an_hour_for_an_address_and_the_answer_stays_the_same) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(accounts.request_reset());
  EXPECT_EQ(accounts.send_mails(), 3u);
  accounts.clock.at += 59min;
  EXPECT_TRUE(accounts.request_reset());
  EXPECT_EQ(accounts.send_mails(), 0u);
  accounts.clock.at += 2min;
  EXPECT_TRUE(accounts.request_reset());
  EXPECT_EQ(accounts.send_mails(), 1u);
}

TEST_F(Mails, are_put_off_while_they_cannot_be_sent_and_the_others_wait_with_them) {
  accounts.mailer.refusal = mail_errors::unavailable();
  ASSERT_TRUE(accounts.register_user(Accounts::account("bob@example.com")));
  ASSERT_TRUE(accounts.request_reset());
  accounts.clock.at += 1s;
  ASSERT_TRUE(accounts.request_reset("bob@example.com"));
  EXPECT_EQ(accounts.send_mails().error().code, "mail.unavailable");
  EXPECT_EQ(accounts.mailer.attempts, 1);

  accounts.mailer.refusal.reset();
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(accounts.mailer.sent.at(0).to.to_text(), "bob@example.com");
  accounts.clock.at += 30s;
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(accounts.mailer.sent.at(1).to.to_text(), "ada@example.com");
}

TEST_F(Mails, are_given_up_after_an_hour_of_tries) {
  accounts.mailer.refusal = mail_errors::unavailable();
  ASSERT_TRUE(accounts.request_reset());
  for (int minute = 0; minute < 180; ++minute) {
    static_cast<void>(accounts.send_mails());
    accounts.clock.at += 1min;
  }
  EXPECT_EQ(accounts.mailer.attempts, 8);
  EXPECT_EQ(accounts.send_mails(), 0u);
}

TEST_F(Mails, that_are_refused_for_good_are_not_tried_again) {
  accounts.mailer.refusal = mail_errors::refused();
  ASSERT_TRUE(accounts.request_reset());
  EXPECT_EQ(accounts.send_mails(), 1u);
  accounts.clock.at += 24h;
  EXPECT_EQ(accounts.send_mails(), 0u);
  EXPECT_EQ(accounts.mailer.attempts, 1);
}

TEST_F(Mails, verify_the_address_of_a_new_account) {
  const auto token = mailed_verification();
  ASSERT_EQ(accounts.mailer.sent.size(), 1u);
  EXPECT_EQ(accounts.mailer.sent[0].subject, "Verify your e-mail address");
  EXPECT_FALSE(is_verified());
  ASSERT_TRUE(verify(token));
  EXPECT_TRUE(is_verified());
  EXPECT_EQ(accounts.told().back().data, R"({"user_id":1,"changed":["email_verified"]})");
  EXPECT_EQ(code_of(verify(token)), "user.token_invalid");
}

TEST_F(Mails, that_verify_are_ordered_once_for_an_account) {
  EXPECT_EQ(hear_of_opening(), VerificationOrder::made);
  EXPECT_EQ(hear_of_opening().error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(hear_of_opening(UserId(99), EventId::restore("evt_2")), VerificationOrder::not_needed);
}

TEST_F(Mails, that_verify_are_good_for_a_day) {
  const auto token = mailed_verification();
  accounts.clock.at += 24h;
  EXPECT_EQ(code_of(verify(token)), "user.token_invalid");
  EXPECT_FALSE(is_verified());
}

TEST_F(Mails, for_one_purpose_serve_no_other) {
  const auto verification = mailed_verification();
  ASSERT_TRUE(accounts.request_reset());
  ASSERT_TRUE(accounts.send_mails());
  const auto reset = token_of(accounts.mailer.sent.at(1));
  EXPECT_EQ(code_of(verify(reset)), "user.token_invalid");
  ResetPassword command{verification, Secret("another uncommon phrase")};
  EXPECT_EQ(
      code_of(accounts.run(accounts.application.commands.reset_password.handle(accounts.nobody, std::move(command)))),
      "user.token_invalid");
}

TEST_F(Mails, that_verify_come_again_when_the_user_asks_until_it_is_verified) {
  const auto ada = accounts.call_of(accounts.log_in()->tokens);
  EXPECT_EQ(code_of(ask_for_verification(accounts.nobody)), "auth.required");
  ASSERT_TRUE(ask_for_verification(ada));
  ASSERT_EQ(accounts.send_mails(), 1u);
  ASSERT_TRUE(ask_for_verification(ada));
  ASSERT_TRUE(verify(token_of(accounts.mailer.sent.at(0))));
  EXPECT_EQ(accounts.send_mails(), 1u);
  EXPECT_EQ(accounts.mailer.sent.size(), 1u) << "ordered before and not wanted any more";
  ASSERT_TRUE(ask_for_verification(ada));
  EXPECT_EQ(accounts.send_mails(), 0u);
}

Task<> verify_into(Accounts& accounts, Secret token, std::vector<Result<>>& results) {
  VerifyEmail command{std::move(token)};
  results.push_back(co_await accounts.application.commands.verify_email.handle(accounts.nobody, std::move(command)));
}

TEST_F(Mails, verify_once_also_when_a_token_is_used_twice_at_once) {
  const auto token = mailed_verification();
  std::vector<Result<>> results;
  std::vector<Task<>> tasks;
  for (int i = 0; i < 3; ++i) tasks.push_back(verify_into(accounts, token, results));
  accounts.run(when_all(std::move(tasks)));
  EXPECT_EQ(std::ranges::count_if(results, [](const auto& result) { return result.has_value(); }), 1);
}

class Sweeping : public Mails {
 protected:
  void sweep() {
    EXPECT_TRUE(accounts.run(accounts.application.commands.sweep_accounts.handle(accounts.nobody, SweepAccounts{})));
  }
};

TEST_F(Sweeping, takes_out_what_time_has_made_useless_and_nothing_before) {
  const auto tokens = accounts.log_in()->tokens;
  ASSERT_TRUE(accounts.refresh(tokens.refresh_token));
  ASSERT_TRUE(accounts.request_reset());
  ASSERT_TRUE(accounts.send_mails());
  sweep();
  EXPECT_EQ(accounts.data.mails.size(), 1u);
  EXPECT_EQ(accounts.data.account_tokens.size(), 1u);
  accounts.clock.at += 61min;
  sweep();
  EXPECT_TRUE(accounts.data.mails.empty());
  EXPECT_TRUE(accounts.data.account_tokens.empty());
  EXPECT_EQ(accounts.data.sessions.size(), 1u);
  EXPECT_EQ(accounts.data.used_refresh_tokens.size(), 1u);
  accounts.clock.at += 7 * 24h;
  sweep();
  EXPECT_TRUE(accounts.data.sessions.empty());
  EXPECT_TRUE(accounts.data.used_refresh_tokens.empty());
  EXPECT_EQ(accounts.data.users.size(), 1u);
}

TEST_F(Sweeping, takes_out_as_many_as_there_are) {
  for (int i = 0; i < 450; ++i) {
    const auto id = accounts.ids.make<SessionId>();
    accounts.data.sessions.emplace(id, test::new_session(id, UserId(1), std::to_string(i)).state());
  }
  accounts.clock.at += 7 * 24h;
  sweep();
  EXPECT_TRUE(accounts.data.sessions.empty());
}

}  // namespace
}  // namespace ddd::user
