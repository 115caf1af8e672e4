#include <gtest/gtest.h>
#include <user/support/values.hpp>

#include <ddd/user/domain/registration.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::new_user;

PersonName name(std::string_view text) {
  return PersonName::parse(text).value();
}

TEST(APersonName, is_trimmed_and_of_any_script) {
  EXPECT_EQ(name("  Zo\xc3\xab ").to_text(), "Zo\xc3\xab");
  EXPECT_EQ(name("X \xc3\x86 A-12").to_text(), "X \xc3\x86 A-12");
}

TEST(APersonName, has_1_to_100_characters_and_no_control_characters) {
  const auto rule_broken_by = [](std::string_view text) {
    const auto result = PersonName::parse(text);
    return result ? "none" : result.error().violations.at(0).code;
  };
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "\xd0\xb6";
  EXPECT_EQ(rule_broken_by(hundred), "none");
  EXPECT_EQ(rule_broken_by(hundred + "x"), "max_length");
  EXPECT_EQ(rule_broken_by("  "), "required");
  EXPECT_EQ(rule_broken_by("A\xff"), "encoding");
  EXPECT_EQ(rule_broken_by("A\tB"), "control_character");
}

TEST(ARegistration, names_every_broken_rule_at_its_place) {
  const auto refused = check({.email = "nobody", .password = "short", .first_name = "", .last_name = "Ok"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.invalid");
  EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
  std::vector<std::string> broken;
  for (const auto& violation : refused.error().violations) broken.push_back(violation.pointer + " " + violation.code);
  EXPECT_EQ(broken, (std::vector<std::string>{"/email format", "/password min_length", "/first_name required"}));
}

TEST(ARegistration, keeps_no_password) {
  const auto kept =
      check({.email = "Ada@Example.com", .password = "not so common", .first_name = " Ada ", .last_name = "Lovelace"});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->email.to_text(), "ada@example.com");
  EXPECT_EQ(kept->first_name.to_text(), "Ada");
}

TEST(AUser, is_active_and_unverified_at_first_and_tells_of_its_registration) {
  const auto user = new_user();
  EXPECT_TRUE(user.state().is_active);
  EXPECT_FALSE(user.state().email_verified);
  EXPECT_EQ(user.state().role, UserRole::user);
  EXPECT_EQ(user.version(), 0);
  ASSERT_EQ(user.events().pending().size(), 1u);
  EXPECT_TRUE(std::holds_alternative<UserRegistered>(user.events().pending()[0]));
}

TEST(AUser, takes_the_names_that_are_given_and_tells_which_changed) {
  auto user = new_user();
  user.mark_saved();
  user.change_profile({.first_name = name("Augusta"), .last_name = {}}, kStart + 1h);
  EXPECT_EQ(user.state().first_name.to_text(), "Augusta");
  EXPECT_EQ(user.state().last_name.to_text(), "Lovelace");
  EXPECT_EQ(user.state().updated_at, kStart + 1h);
  ASSERT_EQ(user.events().pending().size(), 1u);
  EXPECT_EQ(std::get<UserUpdated>(user.events().pending()[0]).changed, std::vector<std::string>{"first_name"});
}

TEST(AUser, is_left_alone_by_an_edit_without_a_difference) {
  auto user = new_user();
  user.mark_saved();
  user.change_profile({.first_name = name("Ada"), .last_name = name("Lovelace")}, kStart + 1h);
  EXPECT_FALSE(user.has_changes());
  EXPECT_EQ(user.state().updated_at, kStart);
}

TEST(AUser, tells_whether_it_is_of_the_version_that_somebody_has_seen) {
  auto user = new_user();
  user.mark_saved();
  EXPECT_TRUE(user.must_be(1));
  EXPECT_TRUE(user.must_be(std::nullopt));
  const auto refused = user.must_be(2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.stale");
  EXPECT_EQ(refused.error().kind, ErrorKind::stale);
}

TEST(AUser, gets_a_new_hash_without_telling_anybody) {
  auto user = new_user();
  user.mark_saved();
  user.replace_hash(PasswordHash::restore("stronger"));
  EXPECT_TRUE(user.has_changes());
  EXPECT_TRUE(user.events().pending().empty());
}

class AnAccount : public testing::Test {
 protected:
  explicit AnAccount(UserRole role = UserRole::user) : user(new_user(UserId(7), "ada@example.com", role)) {
    user.mark_saved();
  }
  template <class Fact>
  bool tells(std::size_t at = 0) {
    const auto& pending = user.events().pending();
    return at < pending.size() && std::holds_alternative<Fact>(pending[at]);
  }

  User user;
};
class AnAdministrator : public AnAccount {
 protected:
  AnAdministrator() : AnAccount(UserRole::admin) {}
};

TEST_F(AnAccount, gets_another_role_and_its_sessions_end_by_that) {
  user.change_account({.profile = {}, .role = UserRole::admin, .is_active = {}}, kStart + 1h);
  EXPECT_EQ(user.state().role, UserRole::admin);
  EXPECT_EQ(user.state().updated_at, kStart + 1h);
  ASSERT_TRUE(tells<UserRoleChanged>());
  EXPECT_EQ(std::get<UserRoleChanged>(user.events().pending()[0]).role, UserRole::admin);
  EXPECT_EQ(user.ends_sessions(), RevocationReason::role_changed);
  EXPECT_FALSE(user.stops_administering());
}

TEST_F(AnAccount, is_deactivated_with_its_sessions_and_activated_without_any) {
  user.change_account({.profile = {}, .role = {}, .is_active = false}, kStart);
  EXPECT_FALSE(user.state().is_active);
  EXPECT_TRUE(tells<UserDeactivated>());
  EXPECT_EQ(user.ends_sessions(), RevocationReason::deactivated);
  user.mark_saved();
  EXPECT_EQ(user.ends_sessions(), std::nullopt);
  user.change_account({.profile = {}, .role = {}, .is_active = true}, kStart);
  EXPECT_TRUE(user.state().is_active);
  EXPECT_TRUE(tells<UserReactivated>());
  EXPECT_EQ(user.ends_sessions(), std::nullopt);
}

TEST_F(AnAccount, is_edited_in_several_ways_at_once_and_tells_each) {
  user.change_account(
      {.profile = {.first_name = name("Augusta"), .last_name = {}}, .role = UserRole::admin, .is_active = false},
      kStart);
  EXPECT_TRUE(tells<UserUpdated>(0));
  EXPECT_TRUE(tells<UserRoleChanged>(1));
  EXPECT_TRUE(tells<UserDeactivated>(2));
  EXPECT_EQ(user.ends_sessions(), RevocationReason::deactivated);
}

TEST_F(AnAccount, is_left_alone_by_an_administrators_edit_without_a_difference) {
  user.change_account(
      {.profile = {.first_name = name("Ada"), .last_name = {}}, .role = UserRole::user, .is_active = true},
      kStart + 1h);
  EXPECT_FALSE(user.has_changes());
  EXPECT_EQ(user.state().updated_at, kStart);
  EXPECT_EQ(user.ends_sessions(), std::nullopt);
}

TEST_F(AnAccount, gets_another_password_and_its_sessions_end_by_that) {
  user.change_password(PasswordHash::restore("next"), kStart + 1h);
  EXPECT_EQ(user.state().password_hash, PasswordHash::restore("next"));
  EXPECT_EQ(user.state().updated_at, kStart + 1h);
  EXPECT_TRUE(tells<PasswordChanged>());
  EXPECT_EQ(user.ends_sessions(), RevocationReason::password_changed);
}

TEST_F(AnAccount, is_verified_once) {
  user.verify_email(kStart + 1h);
  EXPECT_TRUE(user.state().email_verified);
  ASSERT_TRUE(tells<UserUpdated>());
  EXPECT_EQ(std::get<UserUpdated>(user.events().pending()[0]).changed, std::vector<std::string>{"email_verified"});
  EXPECT_EQ(user.ends_sessions(), std::nullopt);
  user.mark_saved();
  user.verify_email(kStart + 2h);
  EXPECT_FALSE(user.has_changes());
}

TEST_F(AnAccount, is_erased_with_its_sessions_as_its_last_fact) {
  user.erase();
  EXPECT_TRUE(user.is_erased());
  EXPECT_TRUE(user.has_changes());
  EXPECT_TRUE(tells<UserDeleted>());
  EXPECT_EQ(user.ends_sessions(), RevocationReason::deleted);
  EXPECT_FALSE(user.stops_administering());
}

TEST_F(AnAdministrator, stops_to_be_one_by_another_role_by_deactivation_and_by_erasure) {
  EXPECT_FALSE(user.stops_administering());
  const auto after = [&](const AccountPatch& patch) {
    auto changed = user;
    changed.change_account(patch, kStart);
    return changed.stops_administering();
  };
  EXPECT_TRUE(after({.profile = {}, .role = UserRole::user, .is_active = {}}));
  EXPECT_TRUE(after({.profile = {}, .role = {}, .is_active = false}));
  EXPECT_FALSE(after({.profile = {.first_name = name("Grace"), .last_name = {}}, .role = {}, .is_active = {}}));
  auto erased = user;
  erased.erase();
  EXPECT_TRUE(erased.stops_administering());
}

TEST_F(AnAdministrator, that_was_deactivated_before_has_nothing_left_to_give_up) {
  user.change_account({.profile = {}, .role = {}, .is_active = false}, kStart);
  user.mark_saved();
  EXPECT_FALSE(user.stops_administering());
  user.erase();
  EXPECT_FALSE(user.stops_administering());
}

TEST(ANewAdministrator, is_not_one_before_it_is_stored) {
  auto user = new_user(UserId(7), "ada@example.com", UserRole::admin);
  user.change_account({.profile = {}, .role = UserRole::user, .is_active = {}}, kStart);
  EXPECT_FALSE(user.stops_administering());
}

TEST(ARole, is_one_of_two_words) {
  EXPECT_EQ(parse_role("user"), UserRole::user);
  EXPECT_EQ(parse_role("admin"), UserRole::admin);
  for (const auto* text : {"", "Admin", "root", "user "}) {
    const auto refused = parse_role(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, "user.role_invalid");
    EXPECT_EQ(refused.error().violations.at(0).code, "one_of");
  }
}

TEST(AUser, counts_versions_and_events_when_it_is_saved) {
  auto user = new_user();
  user.mark_saved();
  EXPECT_EQ(user.version(), 1);
  EXPECT_EQ(user.state().event_sequence, 1);
  EXPECT_FALSE(user.has_changes());
  user.change_profile({.first_name = name("A"), .last_name = name("L")}, kStart);
  EXPECT_EQ(user.events().last(), 2);
}

}  // namespace
}  // namespace ddd::user
