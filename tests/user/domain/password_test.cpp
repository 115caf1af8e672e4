#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/kernel/text.hpp>
#include <ddd/user/domain/common_passwords.hpp>
#include <ddd/user/domain/password_rules.hpp>

namespace ddd::user {
namespace {

std::string rule_broken_by(std::string_view password, std::string_view email = "ada@example.com") {
  const auto result = check_password(password, email);
  return result ? "none" : result.error().violations.at(0).code;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

std::vector<std::string_view> all_common_passwords() {
  std::vector<std::string_view> lines;
  auto rest = common_passwords();
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return lines;
}

TEST(APassword, has_8_to_128_characters_whatever_their_bytes) {
  EXPECT_EQ(rule_broken_by("k7!vQ2z"), "min_length");
  EXPECT_EQ(rule_broken_by("k7!vQ2zx"), "none");
  EXPECT_EQ(rule_broken_by(repeated("\xf0\x9f\xa6\x8a", 7)), "min_length");
  EXPECT_EQ(rule_broken_by(repeated("\xf0\x9f\xa6\x8a", 8)), "none");
  EXPECT_EQ(rule_broken_by(repeated("\xd0\xb6\xd0\xb0", 64)), "none");
  EXPECT_EQ(rule_broken_by(repeated("\xd0\xb6\xd0\xb0", 64) + "x"), "max_length");
}

TEST(APassword, may_be_of_any_characters_and_needs_no_special_ones) {
  EXPECT_EQ(rule_broken_by("correct horse battery staple"), "none");
  EXPECT_EQ(rule_broken_by("  spaces at both ends  "), "none");
  EXPECT_EQ(rule_broken_by("Str0ng-enough!"), "none");
}

TEST(APassword, is_refused_when_it_is_ill_formed_utf8) {
  EXPECT_EQ(rule_broken_by("long enough\xff"), "encoding");
}

TEST(APassword, is_refused_when_many_others_have_it_in_any_case) {
  for (const auto* common : {"password", "12345678", "qwertyuiop", "iloveyou", "Password1", "SUNSHINE", "1qaz2wsx"}) {
    EXPECT_EQ(rule_broken_by(common), "common") << common;
  }
}

TEST(APassword, is_refused_when_it_is_the_email_address) {
  EXPECT_EQ(rule_broken_by("ada@example.com"), "equals_email");
  EXPECT_EQ(rule_broken_by("Ada@Example.com ", " ADA@example.com"), "equals_email");
  EXPECT_EQ(rule_broken_by("ada@example.com2"), "none");
}

TEST(APassword, of_the_demo_is_good) {
  EXPECT_EQ(rule_broken_by("admin-demo-password"), "none");
  EXPECT_EQ(rule_broken_by("ada-demo-password"), "none");
}

TEST(TheCommonPasswords, are_lower_case_ascii_long_enough_to_matter_ascending_and_each_once) {
  const auto lines = all_common_passwords();
  EXPECT_GE(lines.size(), 9'000u);
  EXPECT_LE(lines.size(), 10'000u);
  EXPECT_EQ(std::ranges::adjacent_find(lines, std::greater_equal{}), lines.end());
  for (const auto line : lines) {
    EXPECT_GE(line.size(), kShortestPassword) << line;
    EXPECT_EQ(to_lower(line), line);
    EXPECT_EQ(utf8_length(line), line.size()) << line;
  }
}

TEST(TheCommonPasswords, are_all_found) {
  for (const auto line : all_common_passwords()) EXPECT_TRUE(is_common_password(line)) << line;
}

RC_GTEST_PROP(CommonPasswordLaws, looking_up_agrees_with_searching_the_list, ()) {
  static const auto kLines = all_common_passwords();
  auto text = std::string(kLines[*rc::gen::inRange<std::size_t>(0, kLines.size())]);
  text = *rc::gen::oneOf(rc::gen::just(text), rc::gen::just(text + "0"), rc::gen::just(text.substr(1)),
                         rc::gen::string<std::string>(), rc::gen::just(std::string("\n")), rc::gen::just(text + "\n"));
  RC_ASSERT(is_common_password(text) == (std::ranges::find(kLines, to_lower(text)) != kLines.end()));
}

RC_GTEST_PROP(PasswordLaws, the_length_counts_code_points, ()) {
  const auto character = *rc::gen::element<std::string>("\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\xa6\x8a");
  const auto times = *rc::gen::inRange<std::size_t>(0, 200);
  RC_ASSERT(check_password(repeated(character, times), "").has_value() == (times >= 8 && times <= 128));
}

}  // namespace
}  // namespace ddd::user
