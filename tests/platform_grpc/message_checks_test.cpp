#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_grpc/probe.hpp>

#include <ddd/platform/grpc/message_checks.hpp>

namespace ddd::rpc::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kMultiline[] = {"story"};

std::string refusal_of(const Text& message) {
  const auto result = check_message(message, kMultiline);
  return result ? "" : std::string(result.error().code);
}

std::vector<std::string> violations_in(const Text& message) {
  const auto result = check_message(message, kMultiline);
  if (result) return {};
  EXPECT_EQ(result.error().code, "request.invalid");
  EXPECT_EQ(result.error().kind, ErrorKind::malformed);
  return api::test::violations_of(result.error());
}

TEST(AMessage, passes_with_any_text_that_people_write) {
  auto message = text("Gr\u00fc\u00dfe, \u4e16\u754c \U0001F600");
  message.set_story("one\ntwo\tthree");
  message.add_words("x");
  message.mutable_inner()->set_text("y");
  EXPECT_THAT(violations_in(message), IsEmpty());
  EXPECT_THAT(violations_in(Text()), IsEmpty());
}

TEST(AMessage, may_hold_no_control_character_however_deep) {
  auto message = text("a\nb");
  message.set_story(std::string("bell\a"));
  message.add_words("fine");
  message.add_words(std::string("nul\0", 4));
  message.mutable_inner()->add_words("\x7f");
  message.add_more()->set_text("fine");
  message.add_more()->mutable_inner()->set_text("\r");
  EXPECT_THAT(violations_in(message),
              ElementsAre("/text control_character", "/story control_character", "/words/1 control_character",
                          "/inner/words/0 control_character", "/more/1/inner/text control_character"));
}

TEST(AMessage, may_hold_no_field_that_the_proto_file_does_not_know) {
  Text message;
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(100, 1);
  auto& inner = *message.add_more();
  inner.GetReflection()->MutableUnknownFields(&inner)->AddLengthDelimited(200, "unit_price");
  EXPECT_THAT(violations_in(message), ElementsAre("/100 unknown", "/more/0/200 unknown"));
}

TEST(AMessage, is_refused_for_a_card_number_anywhere_without_a_word_about_the_place) {
  const std::string card = "4242 4242 4242 4242";
  Text in_text = text("my card: " + card);
  Text in_words;
  in_words.add_words("4242424242424242");
  Text inside;
  inside.add_more()->mutable_inner()->set_story(card);
  // What else is wrong is not told: it could show the number.
  auto with_more = text(card + "\n");
  for (const auto& message : {in_text, in_words, inside, with_more}) {
    const auto result = check_message(message, kMultiline);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "request.card_number");
    EXPECT_EQ(result.error().kind, ErrorKind::rejected);
    EXPECT_THAT(result.error().violations, IsEmpty());
  }
  Text number;
  number.set_number(4242424242424242);
  EXPECT_EQ(refusal_of(number), "") << "a number is an amount or an id";
}

TEST(AMessage, with_thousands_of_faults_is_told_of_a_hundred) {
  Text message;
  for (int i = 0; i < 5000; ++i) message.add_words("\x01");
  EXPECT_EQ(violations_in(message).size(), 100);
}

}  // namespace
}  // namespace ddd::rpc::test
