#include <cstdint>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/json/document.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::json {
namespace {

std::string as_string(std::string_view text) {
  return Writer().value(text).take();
}

TEST(Writer, puts_commas_between_members_and_items_only) {
  Writer out;
  out.begin_object();
  out.key("empty").begin_object().end_object();
  out.key("none").begin_array().end_array();
  out.key("list").begin_array().value(1).value("two").begin_array().end_array().begin_object().end_object();
  out.value(true).end_array();
  out.key("last").value(false);
  out.end_object();
  EXPECT_EQ(out.take(), R"({"empty":{},"none":[],"list":[1,"two",[],{},true],"last":false})");
}

TEST(Writer, can_be_used_again_after_its_text_was_taken) {
  Writer out;
  EXPECT_EQ(out.value(1).take(), "1");
  EXPECT_EQ(out.begin_array().value(2).end_array().take(), "[2]");
  EXPECT_EQ(out.take(), "");
}

TEST(Writer, writes_the_extremes_of_integers) {
  EXPECT_EQ(Writer().value(std::numeric_limits<std::int64_t>::min()).take(), "-9223372036854775808");
  EXPECT_EQ(Writer().value(std::numeric_limits<std::int64_t>::max()).take(), "9223372036854775807");
  EXPECT_EQ(Writer().value(std::numeric_limits<std::uint64_t>::max()).take(), "18446744073709551615");
  EXPECT_EQ(Writer().value(0).take(), "0");
}

TEST(Writer, takes_a_literal_as_text_and_not_as_a_truth) {
  EXPECT_EQ(Writer().value("no").take(), R"("no")");
}

TEST(Writer, puts_raw_json_in_as_it_is) {
  Writer out;
  out.begin_array().raw("19.99").raw(R"({"a":null})").end_array();
  EXPECT_EQ(out.take(), R"([19.99,{"a":null}])");
}

TEST(Writer, escapes_quote_backslash_and_control_characters_and_nothing_else) {
  EXPECT_EQ(as_string("a\"b\\c/"), R"("a\"b\\c/")");
  EXPECT_EQ(as_string("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(as_string(std::string_view("\0\x01\x1f\x7f", 4)), "\"\\u0000\\u0001\\u001f\x7f\"");
  EXPECT_EQ(as_string("grüße 日本 😀"), "\"grüße 日本 😀\"");
  EXPECT_EQ(Writer().begin_object().key("a\"\n").value(1).end_object().take(), R"({"a\"\n":1})");
}

TEST(Writer, finds_the_character_to_escape_at_every_place_of_a_word) {
  for (const char special : {'"', '\\', '\n', '\x1f'}) {
    for (std::size_t length = 1; length <= 20; ++length) {
      for (std::size_t at = 0; at < length; ++at) {
        // Bytes next above and below the escaped ones, and high ones, must not confuse the scan.
        for (const char filler : {' ', '!', '#', '[', ']', '\x7f', '\x80', '\xff'}) {
          std::string text(length, filler);
          text[at] = special;
          std::string expected = "\"" + text.substr(0, at);
          expected += special == '"' ? "\\\"" : special == '\\' ? "\\\\" : special == '\n' ? "\\n" : "\\u001f";
          expected += text.substr(at + 1) + "\"";
          ASSERT_EQ(as_string(text), expected);
        }
      }
    }
  }
}

RC_GTEST_PROP(WriterLaws, any_bytes_come_back_when_they_are_ascii, (const std::vector<std::uint8_t>& bytes)) {
  std::string text;
  for (const auto byte : bytes) text.push_back(static_cast<char>(byte & 0x7f));
  const auto document = parse(as_string(text));
  RC_ASSERT(document.has_value());
  RC_ASSERT(document->root().text() == text);
}

}  // namespace
}  // namespace ddd::json
