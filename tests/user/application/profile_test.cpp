#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::Accounts;

class TheProfile : public testing::Test {
 protected:
  TheProfile() {
    EXPECT_TRUE(accounts.register_user());
    ada = accounts.call_of(accounts.log_in()->tokens);
  }
  Result<UserView> read(const CallContext& call) {
    return accounts.run(accounts.application.queries.get_profile.handle(call, GetProfile{}));
  }
  Result<UserView> update(const CallContext& call, UpdateProfile command) {
    return accounts.run(accounts.application.commands.update_profile.handle(call, std::move(command)));
  }

  Accounts accounts;
  CallContext ada;
};

TEST_F(TheProfile, is_the_callers_own) {
  const auto view = read(ada);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->id, UserId(1));
  EXPECT_EQ(read(accounts.nobody).error().code, "auth.required");
  EXPECT_EQ(update(accounts.nobody, {.first_name = "X", .last_name = {}, .expected_version = {}}).error().code,
            "auth.required");
}

TEST_F(TheProfile, takes_new_names_and_reads_as_the_edit_answered) {
  accounts.clock.at += 1h;
  const auto edited = update(ada, {.first_name = " Augusta ", .last_name = {}, .expected_version = 1});
  ASSERT_TRUE(edited);
  EXPECT_EQ(edited->first_name, "Augusta");
  EXPECT_EQ(edited->last_name, "Lovelace");
  EXPECT_EQ(edited->version, 2);
  EXPECT_EQ(edited->updated_at, test::kStart + 1h);
  EXPECT_EQ(*read(ada), *edited);
  EXPECT_EQ(accounts.told().back().data, R"({"user_id":1,"changed":["first_name"]})");
  EXPECT_EQ(accounts.told().back().sequence, 2);
}

TEST_F(TheProfile, is_not_edited_from_another_version) {
  ASSERT_TRUE(update(ada, {.first_name = "Augusta", .last_name = {}, .expected_version = 1}));
  const auto stale = update(ada, {.first_name = {}, .last_name = "King", .expected_version = 1});
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().code, "user.stale");
  EXPECT_EQ(read(ada)->last_name, "Lovelace");
  EXPECT_TRUE(update(ada, {.first_name = {}, .last_name = "King", .expected_version = 2}));
}

TEST_F(TheProfile, is_left_alone_by_an_edit_without_a_difference) {
  const auto same = update(ada, {.first_name = "Ada", .last_name = {}, .expected_version = {}});
  ASSERT_TRUE(same);
  EXPECT_EQ(same->version, 1);
  EXPECT_EQ(accounts.told().size(), 1u);
}

TEST_F(TheProfile, refuses_names_that_break_the_rules_all_at_once) {
  const auto refused = update(ada, {.first_name = "", .last_name = std::string(101, 'x'), .expected_version = {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.invalid");
  EXPECT_EQ(refused.error().violations.size(), 2u);
  EXPECT_EQ(refused.error().violations[1].pointer, "/last_name");
}

TEST_F(TheProfile, of_nobody_is_not_found) {
  CallContext stranger;
  stranger.principal = Principal{.user_id = UserId(99), .role = Role::user, .session_id = {}};
  EXPECT_EQ(read(stranger).error().code, "user.not_found");
  EXPECT_EQ(update(stranger, {}).error().code, "user.not_found");
}

}  // namespace
}  // namespace ddd::user
