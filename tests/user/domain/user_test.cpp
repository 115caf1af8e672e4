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
  ASSERT_TRUE(user.change_profile({.first_name = name("Augusta"), .last_name = {}}, 1, kStart + 1h));
  EXPECT_EQ(user.state().first_name.to_text(), "Augusta");
  EXPECT_EQ(user.state().last_name.to_text(), "Lovelace");
  EXPECT_EQ(user.state().updated_at, kStart + 1h);
  ASSERT_EQ(user.events().pending().size(), 1u);
  EXPECT_EQ(std::get<UserUpdated>(user.events().pending()[0]).changed, std::vector<std::string>{"first_name"});
}

TEST(AUser, is_left_alone_by_an_edit_without_a_difference) {
  auto user = new_user();
  user.mark_saved();
  ASSERT_TRUE(user.change_profile({.first_name = name("Ada"), .last_name = name("Lovelace")}, {}, kStart + 1h));
  EXPECT_FALSE(user.has_changes());
  EXPECT_EQ(user.state().updated_at, kStart);
}

TEST(AUser, refuses_an_edit_of_another_version_and_stays_as_it_is) {
  auto user = new_user();
  user.mark_saved();
  const auto refused = user.change_profile({.first_name = name("Augusta"), .last_name = {}}, 2, kStart);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "user.stale");
  EXPECT_EQ(refused.error().kind, ErrorKind::stale);
  EXPECT_FALSE(user.has_changes());
}

TEST(AUser, gets_a_new_hash_without_telling_anybody) {
  auto user = new_user();
  user.mark_saved();
  user.replace_hash(PasswordHash::restore("stronger"));
  EXPECT_TRUE(user.has_changes());
  EXPECT_TRUE(user.events().pending().empty());
}

TEST(AUser, counts_versions_and_events_when_it_is_saved) {
  auto user = new_user();
  user.mark_saved();
  EXPECT_EQ(user.version(), 1);
  EXPECT_EQ(user.state().event_sequence, 1);
  EXPECT_FALSE(user.has_changes());
  ASSERT_TRUE(user.change_profile({.first_name = name("A"), .last_name = name("L")}, {}, kStart));
  EXPECT_EQ(user.events().last(), 2);
}

}  // namespace
}  // namespace ddd::user
