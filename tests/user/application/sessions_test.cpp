#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using crypto::Secret;
using test::Accounts;

class Sessions : public testing::Test {
 protected:
  Sessions() {
    EXPECT_TRUE(accounts.register_user());
    EXPECT_TRUE(accounts.register_user(Accounts::account("bob@example.com")));
    tokens = accounts.log_in()->tokens;
    session_id = accounts.principal(tokens).session_id;
  }
  bool is_valid(UserId user_id, SessionId id) {
    return accounts.validate_users({{user_id, std::move(id)}})->at(0).valid;
  }
  bool is_alive() { return is_valid(UserId(1), session_id); }
  std::string_view refusal(const Result<TokenPair>& result) { return result ? "none" : result.error().code; }

  Accounts accounts;
  TokenPair tokens;
  SessionId session_id;
};

TEST_F(Sessions, go_on_by_a_new_pair_of_tokens_for_each_refresh_token) {
  accounts.clock.at += 9min;
  const auto next = accounts.refresh(tokens.refresh_token);
  ASSERT_TRUE(next);
  EXPECT_NE(next->refresh_token.reveal(), tokens.refresh_token.reveal());
  EXPECT_NE(next->access_token.reveal(), tokens.access_token.reveal());
  EXPECT_EQ(accounts.principal(*next).session_id, session_id);
  EXPECT_TRUE(accounts.refresh(next->refresh_token));
}

TEST_F(Sessions, end_when_a_refresh_token_is_used_again_and_tell_once) {
  const auto next = accounts.refresh(tokens.refresh_token);
  ASSERT_TRUE(next);
  EXPECT_EQ(refusal(accounts.refresh(tokens.refresh_token)), "auth.refresh_reused");
  EXPECT_FALSE(is_alive());
  EXPECT_EQ(refusal(accounts.refresh(next->refresh_token)), "auth.invalid_refresh_token");
  EXPECT_EQ(refusal(accounts.refresh(tokens.refresh_token)), "auth.refresh_reused");

  const auto events = accounts.told();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[2].type, "ddd.user.sessions_revoked.v1");
  EXPECT_EQ(events[2].subject, "session/" + session_id.to_text());
  EXPECT_EQ(events[2].key, session_id.to_text());
  EXPECT_EQ(events[2].sequence, 1);
  EXPECT_EQ(events[2].data,
            R"({"user_id":1,"session_ids":[")" + session_id.to_text() + R"("],"reason":"refresh_reused"})");
}

TEST_F(Sessions, end_by_reuse_without_harm_to_others_of_the_same_user) {
  const auto other = accounts.log_in()->tokens;
  ASSERT_TRUE(accounts.refresh(tokens.refresh_token));
  EXPECT_FALSE(accounts.refresh(tokens.refresh_token));
  EXPECT_TRUE(accounts.refresh(other.refresh_token));
}

Task<> refresh_into(Accounts& accounts, Secret token, std::vector<Result<TokenPair>>& results) {
  RefreshSession command{std::move(token)};
  results.push_back(co_await accounts.application.commands.refresh_session.handle(accounts.nobody, std::move(command)));
}

TEST_F(Sessions, have_one_winner_when_a_token_is_used_by_several_at_once_and_end) {
  std::vector<Result<TokenPair>> results;
  for (int i = 0; i < 5; ++i) {
    boost::asio::co_spawn(accounts.context, refresh_into(accounts, tokens.refresh_token, results),
                          [](std::exception_ptr failure) {
                            if (failure) std::rethrow_exception(failure);
                          });
  }
  accounts.context.restart();
  accounts.context.run();
  ASSERT_EQ(results.size(), 5u);
  int winners = 0;
  for (const auto& result : results) {
    if (result) {
      ++winners;
      EXPECT_EQ(refusal(accounts.refresh(result->refresh_token)), "auth.invalid_refresh_token");
    } else {
      EXPECT_EQ(result.error().code, "auth.refresh_reused");
    }
  }
  EXPECT_EQ(winners, 1);
  EXPECT_FALSE(is_alive());
  EXPECT_EQ(std::ranges::count(accounts.told_types(), "ddd.user.sessions_revoked.v1"), 1);
}

TEST_F(Sessions, are_not_found_by_a_token_that_was_never_ours) {
  for (const auto* text : {"", "refresh 99", "hash of refresh 1", "access 0"}) {
    const auto refused = accounts.refresh(Secret(text));
    EXPECT_EQ(refusal(refused), "auth.invalid_refresh_token") << text;
    EXPECT_EQ(refused.error().kind, ErrorKind::unauthenticated);
  }
  EXPECT_TRUE(is_alive());
}

TEST_F(Sessions, of_an_inactive_account_do_not_go_on) {
  accounts.deactivate(UserId(1));
  EXPECT_EQ(refusal(accounts.refresh(tokens.refresh_token)), "auth.invalid_refresh_token");
  EXPECT_FALSE(is_alive());
  EXPECT_FALSE(accounts.validate(tokens.access_token));
}

TEST_F(Sessions, run_out_after_seven_idle_days) {
  accounts.clock.at += 7 * 24h;
  EXPECT_EQ(refusal(accounts.refresh(tokens.refresh_token)), "auth.invalid_refresh_token");
  EXPECT_FALSE(is_alive());
}

TEST_F(Sessions, end_by_logging_out) {
  ASSERT_TRUE(accounts.log_out(accounts.call_of(tokens), tokens.refresh_token));
  EXPECT_FALSE(is_alive());
  EXPECT_EQ(refusal(accounts.refresh(tokens.refresh_token)), "auth.invalid_refresh_token");
  EXPECT_FALSE(accounts.validate(tokens.access_token));
  EXPECT_EQ(accounts.told().back().type, "ddd.user.sessions_revoked.v1");
  EXPECT_THAT(accounts.told().back().data, testing::HasSubstr(R"("reason":"logout")"));

  const auto told = accounts.told().size();
  EXPECT_TRUE(accounts.log_out(accounts.call_of(tokens), tokens.refresh_token));
  EXPECT_EQ(accounts.told().size(), told);
}

TEST_F(Sessions, end_by_logging_out_with_a_token_that_was_traded_in_before) {
  ASSERT_TRUE(accounts.refresh(tokens.refresh_token));
  EXPECT_TRUE(accounts.log_out(accounts.call_of(tokens), tokens.refresh_token));
  EXPECT_FALSE(is_alive());
}

TEST_F(Sessions, do_not_end_by_somebody_else_and_the_answer_does_not_tell) {
  const auto bob = accounts.log_in("bob@example.com")->tokens;
  EXPECT_TRUE(accounts.log_out(accounts.call_of(bob), tokens.refresh_token));
  EXPECT_TRUE(accounts.log_out(accounts.call_of(bob), Secret("unknown")));
  EXPECT_TRUE(is_alive());
  EXPECT_EQ(accounts.log_out(accounts.nobody, tokens.refresh_token).error().code, "auth.required");
}

class OwnSessions : public Sessions {
 protected:
  OwnSessions() : ada(accounts.call_of(tokens)), bob(accounts.call_of(accounts.log_in("bob@example.com")->tokens)) {}

  SessionPage list(const CallContext& call, std::size_t limit = 20, std::optional<SessionId> before = std::nullopt) {
    return accounts.run(accounts.application.queries.list_sessions.handle(call, ListSessions{limit, std::move(before)}))
        .value();
  }
  Result<> end(const CallContext& call, SessionId id) {
    return accounts.run(accounts.application.commands.end_session.handle(call, EndSession{std::move(id)}));
  }
  Result<> end_all(const CallContext& call) {
    return accounts.run(accounts.application.commands.end_all_sessions.handle(call, EndAllSessions{}));
  }
  std::string_view code_of(const Result<>& result) { return result ? "none" : result.error().code; }

  CallContext ada;
  CallContext bob;
};

TEST_F(OwnSessions, are_listed_newest_first_without_those_of_others) {
  const auto newer = accounts.principal(accounts.log_in()->tokens).session_id;
  const auto page = list(ada);
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.items[0].id, newer);
  EXPECT_EQ(page.items[1].id, session_id);
  EXPECT_EQ(list(ada, 1).next, newer);
  EXPECT_EQ(list(ada, 1, newer).items.at(0).id, session_id);
  EXPECT_EQ(list(bob).items.size(), 1u);
}

TEST_F(OwnSessions, are_ended_one_by_one_on_whatever_device) {
  const auto other = accounts.log_in()->tokens;
  ASSERT_TRUE(end(ada, accounts.principal(other).session_id));
  EXPECT_FALSE(accounts.is_alive(other));
  EXPECT_TRUE(is_alive());
  EXPECT_EQ(refusal(accounts.refresh(other.refresh_token)), "auth.invalid_refresh_token");
  EXPECT_THAT(accounts.told().back().data, testing::HasSubstr(R"("reason":"logout")"));
  ASSERT_TRUE(end(ada, session_id)) << "the one that asks, too";
  EXPECT_FALSE(is_alive());
}

TEST_F(OwnSessions, that_are_unknown_over_or_somebody_elses_are_not_found_alike) {
  EXPECT_EQ(code_of(end(bob, session_id)), "user.session_not_found");
  EXPECT_EQ(code_of(end(bob, accounts.ids.make<SessionId>())), "user.session_not_found");
  EXPECT_TRUE(is_alive());
  ASSERT_TRUE(end(ada, session_id));
  EXPECT_EQ(code_of(end(ada, session_id)), "user.session_not_found");
  EXPECT_EQ(code_of(end(accounts.nobody, session_id)), "auth.required");
}

TEST_F(OwnSessions, are_ended_all_at_once_the_one_that_asks_last) {
  const auto other = accounts.log_in()->tokens;
  ASSERT_TRUE(end_all(ada));
  EXPECT_FALSE(is_alive());
  EXPECT_FALSE(accounts.is_alive(other));
  EXPECT_THAT(accounts.told().back().data, testing::HasSubstr(session_id.to_text()));
  EXPECT_EQ(list(bob).items.size(), 1u);
  EXPECT_TRUE(end_all(ada)) << "nothing is left to end";
  EXPECT_EQ(code_of(end_all(accounts.nobody)), "auth.required");
}

TEST_F(Sessions, and_accounts_are_valid_for_payment_in_the_order_asked) {
  const auto bob = accounts.log_in("bob@example.com")->tokens;
  const auto bobs = accounts.principal(bob).session_id;
  ASSERT_TRUE(accounts.log_out(accounts.call_of(bob), bob.refresh_token));
  const auto answers =
      accounts.validate_users({{UserId(2), bobs}, {UserId(1), session_id}, {UserId(2), session_id}, {UserId(9), {}}});
  EXPECT_EQ(*answers,
            (std::vector<UserValidity>{{UserId(2), false}, {UserId(1), true}, {UserId(2), false}, {UserId(9), false}}));
}

TEST_F(Sessions, are_validated_for_payment_alone) {
  const auto ask = [&](const CallContext& call) {
    return accounts.run(accounts.application.queries.validate_users.handle(call, ValidateUsers{}));
  };
  EXPECT_EQ(ask(accounts.call_of(tokens)).error().code, "auth.internal_only");
  CallContext basket;
  basket.service = "basket-service";
  EXPECT_EQ(ask(basket).error().code, "auth.internal_only");
}

TEST_F(Sessions, make_their_access_tokens_good_until_they_expire) {
  const auto validity = accounts.validate(tokens.access_token);
  ASSERT_TRUE(validity);
  EXPECT_EQ(validity->user_id, UserId(1));
  EXPECT_EQ(validity->role, Role::user);
  EXPECT_EQ(validity->expires_at, test::kStart + 10min);
  EXPECT_EQ(accounts.validate(Secret("forged")).error().code, "auth.invalid_token");
  accounts.clock.at += 10min;
  EXPECT_EQ(accounts.validate(tokens.access_token).error().code, "auth.invalid_token");
}

}  // namespace
}  // namespace ddd::user
