#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using crypto::Secret;
using test::Accounts;
using test::kPassword;

StoredAnswer render(const UserView& view) {
  return {.status = 200, .body = view.email + " " + std::string(to_text(view.role))};
}

/// Users: 1 is the administrator, 2 is Ada, who is signed in.
class Administering : public testing::Test {
 protected:
  Administering() : grace(accounts.administrator()) {
    EXPECT_TRUE(accounts.register_user());
    ada_tokens = accounts.log_in()->tokens;
    ada = accounts.call_of(ada_tokens);
  }
  Result<UserView> update(const CallContext& call, UpdateUser command) {
    return accounts.run(accounts.application.commands.update_user.handle(call, std::move(command)));
  }
  Result<UserView> assign(const CallContext& call, UserId id, std::string role) {
    return update(call, {.id = id, .role = std::move(role)});
  }
  Result<> remove(const CallContext& call, UserId id, std::optional<std::int64_t> version = std::nullopt) {
    return accounts.run(accounts.application.commands.delete_user.handle(call, DeleteUser{id, version}));
  }
  Result<> erase(const CallContext& call, std::string_view password = kPassword) {
    return accounts.run(accounts.application.commands.erase_account.handle(call, EraseAccount{Secret(password)}));
  }
  Result<UserView> read(const CallContext& call, UserId id) {
    return accounts.run(accounts.application.queries.get_user.handle(call, GetUser{id}));
  }
  template <class T>
  std::string_view code_of(const Result<T>& result) {
    return result ? "none" : result.error().code;
  }

  Accounts accounts;
  CallContext grace;
  TokenPair ada_tokens;
  CallContext ada;
};

TEST_F(Administering, is_for_administrators) {
  const auto list = [&](const CallContext& call) {
    return accounts.run(accounts.application.queries.list_users.handle(call, UserListing{}));
  };
  EXPECT_EQ(list(grace)->items.size(), 2u);
  for (const auto& [call, code] : {std::pair(ada, "auth.forbidden"), std::pair(accounts.nobody, "auth.required")}) {
    EXPECT_EQ(code_of(list(call)), code);
    EXPECT_EQ(code_of(read(call, UserId(2))), code);
    EXPECT_EQ(code_of(assign(call, UserId(2), "admin")), code);
    EXPECT_EQ(code_of(remove(call, UserId(1))), code);
  }
  EXPECT_EQ(accounts.data.users.size(), 2u);
}

TEST_F(Administering, edits_an_account_and_reads_as_the_edit_answered) {
  accounts.clock.at += 1h;
  const auto edited =
      update(grace, {.id = UserId(2), .first_name = "Augusta", .last_name = " King ", .expected_version = 1});
  ASSERT_TRUE(edited);
  EXPECT_EQ(edited->first_name, "Augusta");
  EXPECT_EQ(edited->last_name, "King");
  EXPECT_EQ(edited->version, 2);
  EXPECT_EQ(*read(grace, UserId(2)), *edited);
  EXPECT_TRUE(accounts.is_alive(ada_tokens)) << "names end no session";
  EXPECT_EQ(code_of(update(grace, {.id = UserId(2), .first_name = "Late", .expected_version = 1})), "user.stale");
}

TEST_F(Administering, refuses_what_breaks_a_rule_all_at_once) {
  const auto refused =
      update(grace, {.id = UserId(2), .first_name = "", .last_name = std::string(101, 'x'), .role = "root"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.invalid");
  std::vector<std::string> broken;
  for (const auto& violation : refused.error().violations) broken.push_back(violation.pointer + " " + violation.code);
  EXPECT_EQ(broken, (std::vector<std::string>{"/first_name required", "/last_name max_length", "/role one_of"}));
}

TEST_F(Administering, of_somebody_who_is_not_there_finds_nobody) {
  EXPECT_EQ(code_of(read(grace, UserId(99))), "user.not_found");
  EXPECT_EQ(code_of(assign(grace, UserId(99), "admin")), "user.not_found");
  EXPECT_EQ(code_of(remove(grace, UserId(99))), "user.not_found");
}

TEST_F(Administering, gives_a_role_which_ends_the_sessions_of_the_old_one) {
  ASSERT_TRUE(assign(grace, UserId(2), "admin"));
  EXPECT_FALSE(accounts.is_alive(ada_tokens));
  EXPECT_EQ(accounts.principal(accounts.log_in()->tokens).role, Role::admin);
  const auto events = accounts.told();
  ASSERT_GE(events.size(), 2u);
  EXPECT_EQ(events[events.size() - 2].type, "ddd.user.role_changed.v1");
  EXPECT_EQ(events[events.size() - 2].data, R"({"user_id":2,"role":"admin"})");
  EXPECT_THAT(events.back().data, testing::HasSubstr(R"("reason":"role_changed")"));
}

TEST_F(Administering, that_gives_the_role_somebody_has_changes_nothing) {
  const auto told = accounts.told().size();
  EXPECT_EQ(assign(grace, UserId(2), "user")->version, 1);
  EXPECT_TRUE(accounts.is_alive(ada_tokens));
  EXPECT_EQ(accounts.told().size(), told);
}

TEST_F(Administering, keeps_the_answer_to_a_keyed_request_with_its_effect) {
  auto call = grace;
  call.idempotency = IdempotencyKey{UserId(1), "0123456789abcdef", "f"};
  ASSERT_TRUE(update(call, {.id = UserId(2), .role = "admin", .render = &render}));
  const auto record = accounts.run(accounts.data.effects.find(UserId(1), "0123456789abcdef")).value();
  ASSERT_TRUE(record && record->answer);
  EXPECT_EQ(record->answer->body, "ada@example.com admin");
  EXPECT_EQ(record->resource_id, "2");
}

TEST_F(Administering, deactivates_an_account_with_its_sessions_and_activates_it_again) {
  ASSERT_TRUE(update(grace, {.id = UserId(2), .is_active = false}));
  EXPECT_FALSE(accounts.is_alive(ada_tokens));
  EXPECT_EQ(accounts.log_in().error().code, "auth.invalid_credentials");
  EXPECT_THAT(accounts.told().back().data, testing::HasSubstr(R"("reason":"deactivated")"));
  ASSERT_TRUE(update(grace, {.id = UserId(2), .is_active = true}));
  EXPECT_EQ(accounts.told().back().type, "ddd.user.reactivated.v1");
  EXPECT_FALSE(accounts.is_alive(ada_tokens)) << "what has ended stays so";
  EXPECT_TRUE(accounts.log_in());
}

TEST_F(Administering, leaves_the_last_administrator_in_office) {
  for (const auto& refused : {assign(grace, UserId(1), "user"), update(grace, {.id = UserId(1), .is_active = false})}) {
    EXPECT_EQ(code_of(refused), "user.last_admin");
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  }
  EXPECT_EQ(code_of(remove(grace, UserId(1))), "user.last_admin");
  EXPECT_EQ(code_of(erase(grace)), "user.last_admin");
  EXPECT_EQ(read(grace, UserId(1))->role, UserRole::admin);
  ASSERT_TRUE(assign(grace, UserId(2), "admin"));
  EXPECT_TRUE(assign(grace, UserId(1), "user"));
}

Task<> update_into(Accounts& accounts, const CallContext& call, UpdateUser command, int& done) {
  const auto result = co_await accounts.application.commands.update_user.handle(call, std::move(command));
  if (result) {
    ++done;
  } else {
    EXPECT_EQ(result.error().code, "user.last_admin");
  }
}

TEST_F(Administering, leaves_one_administrator_when_all_are_demoted_at_once) {
  ASSERT_TRUE(assign(grace, UserId(2), "admin"));
  ASSERT_TRUE(accounts.register_user(Accounts::account("third@example.com")));
  ASSERT_TRUE(assign(grace, UserId(3), "admin"));
  int done = 0;
  std::vector<Task<>> tasks;
  tasks.push_back(update_into(accounts, grace, {.id = UserId(1), .role = "user"}, done));
  tasks.push_back(update_into(accounts, grace, {.id = UserId(2), .is_active = false}, done));
  tasks.push_back(update_into(accounts, grace, {.id = UserId(3), .role = "user"}, done));
  accounts.run(when_all(std::move(tasks)));
  EXPECT_EQ(done, 2);
  const auto left = std::ranges::count_if(accounts.data.users, [](const auto& entry) {
    return entry.second.is_active && entry.second.role == UserRole::admin;
  });
  EXPECT_EQ(left, 1);
}

TEST_F(Administering, deletes_an_account_with_all_that_is_held_of_it) {
  ASSERT_TRUE(accounts.request_reset());
  ASSERT_TRUE(accounts.send_mails());
  EXPECT_EQ(code_of(remove(grace, UserId(2), 7)), "user.stale");
  ASSERT_TRUE(remove(grace, UserId(2), 1));
  EXPECT_EQ(code_of(read(grace, UserId(2))), "user.not_found");
  EXPECT_FALSE(accounts.is_alive(ada_tokens));
  EXPECT_EQ(accounts.data.sessions.size(), 1u) << "the administrator's";
  EXPECT_TRUE(accounts.data.account_tokens.empty());
  EXPECT_TRUE(accounts.data.mails.empty());
  EXPECT_THAT(accounts.told_types(), testing::IsSupersetOf({"ddd.user.deleted.v1", "ddd.user.sessions_revoked.v1"}));
  EXPECT_THAT(accounts.told().back().data, testing::HasSubstr(R"("reason":"deleted")"));
  EXPECT_EQ(code_of(remove(grace, UserId(2))), "user.not_found");
}

TEST_F(Administering, of_oneself_ends_by_ones_password) {
  EXPECT_EQ(code_of(erase(ada, "a guess")), "user.wrong_password");
  EXPECT_EQ(accounts.data.login_failures.size(), 1u);
  ASSERT_TRUE(erase(ada));
  EXPECT_FALSE(accounts.data.users.contains(UserId(2)));
  EXPECT_TRUE(accounts.data.login_failures.empty());
  EXPECT_FALSE(accounts.is_alive(ada_tokens));
  EXPECT_EQ(accounts.refresh(ada_tokens.refresh_token).error().code, "auth.invalid_refresh_token");
  EXPECT_EQ(accounts.validate(ada_tokens.access_token).error().code, "auth.invalid_token");
  EXPECT_EQ(accounts.log_in().error().code, "auth.invalid_credentials");
  EXPECT_EQ(code_of(erase(ada)), "user.not_found");
  EXPECT_EQ(code_of(erase(accounts.nobody)), "auth.required");
}

TEST_F(Administering, lets_an_erased_address_register_again_as_somebody_else) {
  ASSERT_TRUE(erase(ada));
  EXPECT_EQ(accounts.register_user()->id, UserId(3));
}

TEST_F(Administering, guesses_of_the_password_before_an_erasure_are_limited) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of(erase(ada, "a guess")), "user.wrong_password");
  EXPECT_EQ(code_of(erase(ada)), "auth.too_many_logins");
}

TEST_F(Administering, is_no_matter_of_what_users_read_of_themselves) {
  const auto export_of = [&](const CallContext& call) {
    return accounts.run(accounts.application.queries.export_account.handle(call, ExportAccount{}));
  };
  const auto held = export_of(ada);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->held.user.id, UserId(2));
  EXPECT_EQ(held->held.sessions.size(), 1u);
  EXPECT_EQ(accounts.elsewhere.asked, std::vector{UserId(2)});
  accounts.elsewhere.refusal = store_errors::unavailable();
  EXPECT_EQ(code_of(export_of(ada)), "store.unavailable") << "half of it is no answer";
  accounts.elsewhere.refusal.reset();
  EXPECT_EQ(code_of(export_of(accounts.nobody)), "auth.required");
  ASSERT_TRUE(erase(ada));
  EXPECT_EQ(code_of(export_of(ada)), "user.not_found");
}

}  // namespace
}  // namespace ddd::user
