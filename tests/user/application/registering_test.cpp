#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

namespace ddd::user {
namespace {

using test::Accounts;
using test::kStart;

TEST(Registering, opens_an_active_account_of_role_user_and_tells_of_it_without_personal_data) {
  Accounts accounts;
  const auto view = accounts.register_user(Accounts::account(" Ada@Example.com "));
  ASSERT_TRUE(view);
  EXPECT_EQ(*view, (UserView{.id = UserId(1),
                             .email = "ada@example.com",
                             .first_name = "Ada",
                             .last_name = "Lovelace",
                             .role = UserRole::user,
                             .is_active = true,
                             .email_verified = false,
                             .version = 1,
                             .created_at = kStart,
                             .updated_at = kStart}));
  const auto events = accounts.told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "ddd.user.registered.v1");
  EXPECT_EQ(events[0].topic, "user-events");
  EXPECT_EQ(events[0].subject, "user/1");
  EXPECT_EQ(events[0].sequence, 1);
  EXPECT_EQ(events[0].data, R"({"user_id":1})");
}

TEST(Registering, keeps_the_password_by_its_hash_alone) {
  Accounts accounts;
  ASSERT_TRUE(accounts.register_user());
  EXPECT_EQ(accounts.data.users.at(UserId(1)).password_hash, test::FakeHashing::of(test::kPassword));
}

TEST(Registering, is_refused_for_an_address_that_has_an_account_in_whatever_case) {
  Accounts accounts;
  ASSERT_TRUE(accounts.register_user());
  const auto second = accounts.register_user(Accounts::account("ADA@EXAMPLE.COM"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "user.email_taken");
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_EQ(accounts.passwords.hashed, 1);
}

TEST(Registering, of_one_address_by_two_at_once_lets_one_win) {
  Accounts accounts;
  std::vector<Result<UserView>> results;
  const auto one = [](Accounts& accounts, std::vector<Result<UserView>>& results) -> Task<> {
    results.push_back(co_await accounts.application.commands.register_user.handle(accounts.nobody,
                                                                                  RegisterUser{Accounts::account()}));
  };
  for (int i = 0; i < 2; ++i) {
    boost::asio::co_spawn(accounts.context, one(accounts, results), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }
  accounts.context.run();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_NE(results[0].has_value(), results[1].has_value());
  EXPECT_EQ((results[0] ? results[1] : results[0]).error().code, "user.email_taken");
  EXPECT_EQ(accounts.data.users.size(), 1u);
}

TEST(Registering, by_broken_rules_costs_no_hash) {
  Accounts accounts;
  const auto refused = accounts.register_user(Accounts::account("ada", "password"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.invalid");
  EXPECT_EQ(refused.error().violations.size(), 2u);
  EXPECT_EQ(accounts.passwords.hashed, 0);
}

TEST(Registering, is_put_off_while_too_many_passwords_wait) {
  Accounts accounts;
  accounts.passwords.is_full = true;
  EXPECT_EQ(accounts.register_user().error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(accounts.data.users.empty());
}

TEST(CreatingAnAdministrator, is_the_operators_alone) {
  Accounts accounts;
  const auto create = [&](const CallContext& call) {
    return accounts.run(
        accounts.application.commands.create_admin.handle(call, CreateAdmin{Accounts::account("root@example.com")}));
  };
  CallContext call;
  EXPECT_EQ(create(call).error().code, "auth.internal_only");
  call.principal = Principal{.user_id = UserId(9), .role = Role::admin, .session_id = {}};
  EXPECT_EQ(create(call).error().code, "auth.internal_only");
  call.service = "payment-service";
  EXPECT_EQ(create(call).error().code, "auth.internal_only");
  call.service = "dddctl";
  const auto admin = create(call);
  ASSERT_TRUE(admin);
  EXPECT_EQ(admin->role, UserRole::admin);
  EXPECT_EQ(create(call).error().code, "user.email_taken");

  const auto signed_in = accounts.log_in("root@example.com");
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(accounts.principal(signed_in->tokens).role, Role::admin);
}

}  // namespace
}  // namespace ddd::user
