#include <gmock/gmock.h>
#include <user/contract/stores.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::hash;
using test::kStart;

class ChangesOfAnAccount : public test::StoreTest {
 protected:
  Result<> save(User& user, AccountEffects effects = {}, Timestamp now = kStart) {
    return run(store->users().save(user, std::move(effects), saving(now)));
  }
  std::string_view code_of(const Result<>& result) { return result ? "none" : result.error().code; }
  /// The sessions, ended by what is pending at the user.
  std::vector<Session> ended(const User& user, std::vector<Session> sessions) {
    for (auto& session : sessions) session.revoke(*user.ends_sessions(), kStart);
    return sessions;
  }
  bool is_alive(const Session& session) {
    const auto found = run(store->sessions().find(session.id())).value();
    return found && found->is_alive(kStart);
  }
  std::vector<std::string> told_types() {
    std::vector<std::string> types;
    for (const auto& event : told()) types.push_back(event.type);
    return types;
  }
  AccountToken mailed(const User& user, std::string text, TokenPurpose purpose = TokenPurpose::password_reset) {
    const auto token = AccountToken::issue(hash(std::move(text)), user.id(), purpose, kStart);
    EXPECT_TRUE(run(store->account_tokens().add(token)));
    return token;
  }
  bool is_there(const AccountToken& token) {
    return run(store->account_tokens().find(token.hash, token.purpose)).value().has_value();
  }
  static AccountEffects using_up(const AccountToken& token) { return {.revoked = {}, .kept = {}, .used_token = token}; }
};
INSTANTIATE_TEST_SUITE_P(Every, ChangesOfAnAccount, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(ChangesOfAnAccount, end_sessions_and_tell_it_with_the_change) {
  auto user = added();
  const auto first = opened(user.id(), "first");
  const auto second = opened(user.id(), "second");
  user.change_password(PasswordHash::restore("next"), kStart);
  ASSERT_TRUE(save(user, {.revoked = ended(user, {first, second}), .kept = {}, .used_token = {}}));
  EXPECT_FALSE(is_alive(first));
  EXPECT_FALSE(is_alive(second));
  EXPECT_EQ(run(store->users().find(user.id()))->state().password_hash, PasswordHash::restore("next"));

  const auto events = told();
  EXPECT_EQ(told_types(), (std::vector<std::string>{"ddd.user.registered.v1", "ddd.user.password_changed.v1",
                                                    "ddd.user.sessions_revoked.v1", "ddd.user.sessions_revoked.v1"}));
  EXPECT_EQ(events[1].sequence, 2);
  EXPECT_EQ(events[2].subject, "session/" + first.id().to_text());
  EXPECT_EQ(events[2].sequence, 1);
  EXPECT_EQ(events[3].subject, "session/" + second.id().to_text());
  EXPECT_THAT(events[3].data, testing::HasSubstr(R"("reason":"password_changed")"));
  const auto stored = run(store->sessions().find(first.id())).value();
  EXPECT_EQ(stored->version(), 2);
  EXPECT_EQ(stored->state().event_sequence, 1);
  EXPECT_EQ(stored->state().revocation->reason, RevocationReason::password_changed);
}

TEST_P(ChangesOfAnAccount, keep_the_one_session_that_is_named) {
  auto user = added();
  const auto other = opened(user.id(), "first");
  const auto kept = opened(user.id(), "second");
  user.change_password(PasswordHash::restore("next"), kStart);
  ASSERT_TRUE(save(user, {.revoked = ended(user, {other}), .kept = kept.id(), .used_token = {}}));
  EXPECT_FALSE(is_alive(other));
  EXPECT_TRUE(is_alive(kept));
}

TEST_P(ChangesOfAnAccount, that_end_sessions_leave_none_alive_that_came_meanwhile) {
  auto user = added();
  const auto known = opened(user.id(), "first");
  user.change_account({.profile = {}, .role = UserRole::admin, .is_active = {}}, kStart);
  const auto effects = AccountEffects{.revoked = ended(user, {known}), .kept = {}, .used_token = {}};
  const auto unknown = opened(user.id(), "second");
  EXPECT_EQ(code_of(save(user, effects)), store_errors::kVersionConflict);
  EXPECT_TRUE(is_alive(known));
  EXPECT_EQ(run(store->users().find(user.id()))->state().role, UserRole::user);
  EXPECT_EQ(told().size(), 1u);
  EXPECT_TRUE(save(user, {.revoked = ended(user, {known, unknown}), .kept = {}, .used_token = {}}));
}

TEST_P(ChangesOfAnAccount, pass_over_sessions_that_have_ended_and_those_of_others) {
  auto user = added();
  auto logged_out = opened(user.id(), "first");
  logged_out.revoke(RevocationReason::logout, kStart);
  ASSERT_TRUE(run(store->sessions().save(logged_out, saving())));
  const auto others = opened(added("bob@example.com").id(), "second");
  user.change_password(PasswordHash::restore("next"), kStart);
  EXPECT_TRUE(save(user));
  EXPECT_TRUE(is_alive(others));
}

TEST_P(ChangesOfAnAccount, lose_against_a_session_that_was_changed_meanwhile) {
  auto user = added();
  const auto session = opened(user.id(), "first");
  user.change_password(PasswordHash::restore("next"), kStart);
  const auto effects = AccountEffects{.revoked = ended(user, {session}), .kept = {}, .used_token = {}};
  auto refreshed = session;
  ASSERT_TRUE(refreshed.rotate(hash("first"), hash("second"), kStart));
  ASSERT_TRUE(run(store->sessions().save(refreshed, saving())));
  EXPECT_EQ(code_of(save(user, effects)), store_errors::kVersionConflict);
  EXPECT_TRUE(is_alive(session));
  EXPECT_EQ(told().size(), 1u);
}

TEST_P(ChangesOfAnAccount, let_no_session_in_that_was_admitted_before) {
  auto user = added();
  auto session = test::new_session(ids.make<SessionId>(), user.id());
  const auto seen = user.version();
  user.change_password(PasswordHash::restore("next"), kStart);
  ASSERT_TRUE(save(user));
  EXPECT_EQ(code_of(run(store->sessions().add(session, seen, saving()))), store_errors::kVersionConflict);
  EXPECT_FALSE(is_alive(session));
  EXPECT_TRUE(run(store->sessions().add(session, user.version(), saving())));
}

TEST_P(ChangesOfAnAccount, use_up_a_token_and_all_of_its_purpose) {
  auto user = added();
  const auto bob = added("bob@example.com");
  const auto used = mailed(user, "used");
  const auto older = mailed(user, "older");
  const auto verification = mailed(user, "verification", TokenPurpose::email_verification);
  const auto bobs = mailed(bob, "bobs");
  user.change_password(PasswordHash::restore("next"), kStart);
  ASSERT_TRUE(save(user, using_up(used)));
  EXPECT_FALSE(is_there(used));
  EXPECT_FALSE(is_there(older));
  EXPECT_TRUE(is_there(verification));
  EXPECT_TRUE(is_there(bobs));

  user.change_password(PasswordHash::restore("another"), kStart);
  EXPECT_EQ(code_of(save(user, using_up(used))), "user.token_invalid");
  EXPECT_EQ(run(store->users().find(user.id()))->state().password_hash, PasswordHash::restore("next"));
  EXPECT_EQ(told().size(), 3u);
}

TEST_P(ChangesOfAnAccount, leave_one_active_administrator) {
  auto first = added("first@example.com", UserRole::admin);
  auto second = added("second@example.com", UserRole::admin);
  added("third@example.com");
  auto demoted = first;
  demoted.change_account({.profile = {}, .role = UserRole::user, .is_active = {}}, kStart);
  ASSERT_TRUE(save(demoted));

  const auto try_on_the_last = [&](auto change) {
    auto last = second;
    change(last);
    return code_of(save(last));
  };
  EXPECT_EQ(try_on_the_last([](User& user) {
              user.change_account({.profile = {}, .role = UserRole::user, .is_active = {}}, kStart);
            }),
            "user.last_admin");
  EXPECT_EQ(
      try_on_the_last([](User& user) { user.change_account({.profile = {}, .role = {}, .is_active = false}, kStart); }),
      "user.last_admin");
  EXPECT_EQ(try_on_the_last([](User& user) { user.erase(); }), "user.last_admin");
  EXPECT_TRUE(run(store->users().find(second.id()))->state().is_active);
  EXPECT_EQ(try_on_the_last([](User& user) { user.change_password(PasswordHash::restore("next"), kStart); }), "none");
}

TEST_P(ChangesOfAnAccount, count_no_inactive_administrator_as_one_that_is_left) {
  auto first = added("first@example.com", UserRole::admin);
  auto second = added("second@example.com", UserRole::admin);
  first.change_account({.profile = {}, .role = {}, .is_active = false}, kStart);
  ASSERT_TRUE(save(first));
  second.erase();
  EXPECT_EQ(code_of(save(second)), "user.last_admin");
  first.erase();
  EXPECT_TRUE(save(first));
}

class AnErasedAccount : public ChangesOfAnAccount {
 protected:
  void order(std::string email) {
    MailOrder order{.id = ids.make<MailId>(),
                    .purpose = TokenPurpose::password_reset,
                    .to = Email::restore(std::move(email)),
                    .ordered_at = kStart};
    EXPECT_TRUE(*run(store->mails().add(std::move(order), {.most = 9, .since = kStart}, saving())));
  }
  void keep_answer(UserId to, UserId about, std::string key) {
    auto other = run(store->users().find(about)).value();
    auto context = saving();
    context.idempotency = IdempotencyRecord{.key = {to, std::move(key), "f"},
                                            .resource_id = about.to_text(),
                                            .answer = StoredAnswer{.status = 200, .body = "{}"},
                                            .created_at = kStart};
    EXPECT_TRUE(run(store->users().save(other, {}, std::move(context))));
  }
  bool has_answer(UserId to, std::string key) {
    return run(store->idempotency().find(to, std::move(key))).value().has_value();
  }
};
INSTANTIATE_TEST_SUITE_P(Every, AnErasedAccount, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(AnErasedAccount, leaves_nothing_but_its_events) {
  const auto ada = added();
  const auto bob = added("bob@example.com");
  auto session = opened(ada.id(), "first");
  ASSERT_TRUE(session.rotate(hash("first"), hash("second"), kStart));
  ASSERT_TRUE(run(store->sessions().save(session, saving())));
  const auto bobs = opened(bob.id(), "bobs");
  const auto token = mailed(ada, "mailed");
  for (const auto* email : {"ada@example.com", "bob@example.com"}) {
    order(email);
    ASSERT_TRUE(run(store->login_failures().add(Email::restore(email), kStart, kStart)));
  }
  keep_answer(bob.id(), ada.id(), "about-ada");
  keep_answer(ada.id(), bob.id(), "to-ada");
  keep_answer(bob.id(), bob.id(), "bobs-own");

  auto user = run(store->users().find(ada.id())).value();
  user.erase();
  ASSERT_TRUE(save(user, {.revoked = ended(user, {session}), .kept = {}, .used_token = {}}));

  EXPECT_EQ(run(store->users().find(ada.id())).error().code, "user.not_found");
  EXPECT_FALSE(run(store->sessions().find(session.id())).value());
  for (const auto* text : {"first", "second"}) {
    EXPECT_FALSE(run(store->sessions().find_by_refresh_hash(hash(text))).value()) << text;
  }
  EXPECT_FALSE(is_there(token));
  EXPECT_EQ(run(store->login_failures().recent(Email::restore("ada@example.com"), kStart))->count, 0);
  EXPECT_FALSE(has_answer(bob.id(), "about-ada"));
  EXPECT_FALSE(has_answer(ada.id(), "to-ada"));
  EXPECT_FALSE(run(store->views().everything(ada.id())).value());
  EXPECT_THAT(told_types(), testing::IsSupersetOf({"ddd.user.deleted.v1", "ddd.user.sessions_revoked.v1"}));

  EXPECT_TRUE(is_alive(bobs));
  EXPECT_EQ(run(store->login_failures().recent(Email::restore("bob@example.com"), kStart))->count, 1);
  EXPECT_TRUE(has_answer(bob.id(), "bobs-own"));
  const auto due = run(store->mails().due(kStart, 10)).value();
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].to.to_text(), "bob@example.com");
}

TEST_P(AnErasedAccount, gives_its_address_free_but_not_its_number) {
  auto first = added();
  first.erase();
  ASSERT_TRUE(save(first));
  const auto second = added();
  EXPECT_NE(second.id(), first.id());
  EXPECT_EQ(run(store->users().find_by_email(second.state().email))->value().id(), second.id());
}

TEST_P(AnErasedAccount, is_not_saved_again) {
  auto user = added();
  auto stale = user;
  user.erase();
  ASSERT_TRUE(save(user));
  stale.change_profile({.first_name = PersonName::restore("Back"), .last_name = {}}, kStart);
  EXPECT_EQ(code_of(save(stale)), store_errors::kVersionConflict);
}

}  // namespace
}  // namespace ddd::user
