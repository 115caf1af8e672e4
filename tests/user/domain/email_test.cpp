#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/kernel/text.hpp>
#include <ddd/user/domain/email.hpp>

namespace ddd::user {
namespace {

std::string rule_broken_by(std::string_view text) {
  const auto email = Email::parse(text);
  return email ? "none" : email.error().violations.at(0).code;
}

TEST(AnEmail, is_trimmed_and_lower_cased_so_that_spellings_of_one_mailbox_are_equal) {
  EXPECT_EQ(Email::parse("  Ada.Lovelace@Example.COM\t")->to_text(), "ada.lovelace@example.com");
  EXPECT_EQ(Email::parse("ADA@example.com"), Email::parse("ada@EXAMPLE.com"));
}

TEST(AnEmail, may_use_what_mail_servers_take_unquoted) {
  for (const auto* text : {"a@b.co", "o'hara+shop@example.co.uk", "x_y-z%q@sub.xn--bcher-kva.example", "1@1.io",
                           "!#$%&'*+-/=?^_`{|}~@example.org"}) {
    EXPECT_EQ(rule_broken_by(text), "none") << text;
  }
}

TEST(AnEmail, is_refused_when_it_is_no_mailbox) {
  for (const auto* text : {"ada",
                           "@example.com",
                           "ada@",
                           "ada@localhost",
                           "ada@@example.com",
                           "a da@example.com",
                           ".ada@example.com",
                           "ada.@example.com",
                           "a..da@example.com",
                           "ada@example..com",
                           "ada@.com",
                           "ada@example.com.",
                           "ada@-example.com",
                           "ada@example-.com",
                           "ada@exa_mple.com",
                           "ada@192.0.2.1",
                           "ada@[192.0.2.1]",
                           "\"ada\"@example.com",
                           "ada@example.com\nbcc:x@y.z",
                           "ad\xc3\xa4@example.com",
                           "ada<x>@example.com"}) {
    EXPECT_EQ(rule_broken_by(text), "format") << text;
  }
}

TEST(AnEmail, is_required) {
  EXPECT_EQ(rule_broken_by(""), "required");
  EXPECT_EQ(rule_broken_by(" \t "), "required");
}

TEST(AnEmail, has_at_most_254_characters_and_64_before_the_at_sign) {
  const std::string label(61, 'd');
  const auto domain = label + "." + label + "." + label + ".com";  // 189
  EXPECT_EQ(rule_broken_by(std::string(64, 'a') + "@" + domain), "none");
  EXPECT_EQ(rule_broken_by(std::string(65, 'a') + "@example.com"), "format");
  EXPECT_EQ(rule_broken_by(std::string(65, 'a') + "@" + domain), "max_length");
  EXPECT_EQ(rule_broken_by("a@" + std::string(64, 'd') + ".com"), "format");
}

RC_GTEST_PROP(EmailLaws, no_text_breaks_the_parser_and_what_it_takes_it_takes_again_unchanged,
              (const std::string& text)) {
  const auto email = Email::parse(text + *rc::gen::element<std::string>("", "@", "@example.com"));
  if (!email) return;
  RC_ASSERT(email->to_text().size() <= Email::kLongest);
  RC_ASSERT(!has_control_characters(email->to_text()));
  RC_ASSERT(Email::parse(email->to_text())->to_text() == email->to_text());
}

}  // namespace
}  // namespace ddd::user
