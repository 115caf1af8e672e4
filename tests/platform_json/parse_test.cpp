#include <string>

#include <gtest/gtest.h>

#include <ddd/platform/json/document.hpp>

namespace ddd::json {
namespace {

struct Refusal {
  std::string text;
  std::string message;
};

std::string nested(std::size_t depth, std::string_view begin, std::string_view inside, std::string_view end) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += begin;
  text += inside;
  for (std::size_t i = 0; i < depth; ++i) text += end;
  return text;
}

TEST(Parse, refuses_what_is_not_json_and_names_the_byte) {
  const std::vector<Refusal> refusals{
      {"", "The text is empty."},
      {"   ", "The text ends early at byte 3."},
      {"{", "The text ends early at byte 1."},
      {R"({"a":1)", "The text ends early at byte 6."},
      {R"({"a":"b)", "The text ends early at byte 7."},
      {"tru", "The text ends early at byte 3."},
      {R"({"a":1}x)", "Something follows the JSON value at byte 7."},
      {"{} {}", "Something follows the JSON value at byte 3."},
      {R"({"a":1,})", "Unexpected character at byte 7."},
      {"[1,]", "Unexpected character at byte 3."},
      {"{'a':1}", "Unexpected character at byte 1."},
      {"{a:1}", "Unexpected character at byte 1."},
      {R"({"a" 1})", "Unexpected character at byte 5."},
      {"[01]", "Unexpected character at byte 2."},
      {"[+1]", "Unexpected character at byte 1."},
      {"[.5]", "Unexpected character at byte 1."},
      {"[1.]", "Unexpected character at byte 3."},
      {"[NaN]", "Unexpected character at byte 1."},
      {"[1] // c", "Something follows the JSON value at byte 4."},
      {"/* c */ []", "Unexpected character at byte 0."},
      {"[\"a\nb\"]", "Unexpected character at byte 3."},
      {std::string("[\"a\0b\"]", 7), "Unexpected character at byte 3."},
      {R"(["\x"])", "Unexpected character at byte 3."},
      {R"(["\u12g4"])", "A \\u escape needs four hexadecimal digits at byte 6."},
      {"\xef\xbb\xbf{}", "Unexpected character at byte 0."},
      {"[1e99999999999]", "The exponent of a number is too large at byte 12."},
  };
  for (const auto& [text, message] : refusals) {
    const auto document = parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().kind, ErrorKind::malformed) << text;
    EXPECT_EQ(document.error().code, "request.malformed") << text;
    EXPECT_EQ(document.error().message, message) << text;
    EXPECT_TRUE(document.error().violations.empty()) << text;
  }
}

TEST(Parse, refuses_ill_formed_utf8_in_values_and_keys) {
  for (const std::string bytes :
       {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x28\xa1"}) {
    for (const auto& text : {"[\"a" + bytes + "b\"]", "{\"" + bytes + "\":1}"}) {
      const auto document = parse(text);
      ASSERT_FALSE(document) << text;
      EXPECT_EQ(document.error().code, "request.malformed");
      EXPECT_TRUE(document.error().message.starts_with("Ill-formed UTF-8 at byte ")) << document.error().message;
    }
  }
}

TEST(Parse, refuses_lone_surrogates_and_takes_pairs) {
  for (const auto* text : {R"(["\ud800"])", R"(["\udc00"])", R"(["\ud800x"])", R"(["\ud800\u0041"])",
                           R"(["\ud800\ud800"])", R"({"\udfff":1})", R"(["\ud83d\n"])"}) {
    const auto document = parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, "request.malformed");
  }
  const auto document = parse(R"(["\ud83d\ude00"])");
  ASSERT_TRUE(document);
  EXPECT_EQ((*document->root().begin()).text(), "😀");
}

TEST(Parse, refuses_a_key_that_stands_twice_at_any_depth) {
  for (const auto* text : {R"({"a":1,"a":1})", R"({"a":1,"\u0061":2})", R"({"x":[{"y":{"b":1,"c":2,"b":3}}]})",
                           R"({"":1,"":2})", R"({"a":{},"b":1,"a":{"b":1}})"}) {
    const auto document = parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, "request.malformed");
    EXPECT_TRUE(document.error().message.starts_with("An object names a key more than once; it ends at byte "));
  }
  EXPECT_TRUE(parse(R"({"a":{"a":{"b":1}},"b":[{"a":1},{"a":1}]})"));
}

TEST(Parse, takes_32_levels_and_refuses_the_33rd) {
  EXPECT_TRUE(parse(nested(32, "[", "1", "]")));
  EXPECT_TRUE(parse(nested(31, R"({"a":)", "{}", "}")));
  for (const auto& text :
       {nested(33, "[", "1", "]"), nested(32, R"({"a":)", "{}", "}"), nested(100'000, "[", "", "")}) {
    const auto document = parse(text);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, "request.malformed");
    EXPECT_TRUE(document.error().message.starts_with("Objects and arrays are nested more than 32 deep at byte "));
  }
}

TEST(Parse, refuses_a_text_of_more_than_16_mebibytes) {
  const auto document = parse("\"" + std::string(kMaxBytes, 'a') + "\"");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().message, "The text is too long.");
}

TEST(Parse, handles_an_object_of_very_many_keys_quickly) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"k" + std::to_string(i) + "\":1,";
  text += "\"k0\":1}";
  EXPECT_FALSE(parse(text));
}

TEST(Parse, keeps_order_keys_and_nesting) {
  const auto document = parse(R"( {"b":[1,[2,{"x":true}],"s"],"a":{"k\n":null},"n":-0,"f":1.5} )");
  ASSERT_TRUE(document);
  std::string seen;
  const auto walk = [&](auto& self, Node node) -> void {
    seen += "(" + std::string(node.key()) + "=" + std::to_string(static_cast<int>(node.kind()));
    if (node.kind() == Kind::integer) seen += ":" + std::to_string(node.integer());
    if (node.kind() == Kind::string) seen += ":" + std::string(node.text());
    if (node.kind() == Kind::array || node.kind() == Kind::object) {
      for (const Node child : node) self(self, child);
    }
    seen += ")";
  };
  walk(walk, document->root());
  EXPECT_EQ(seen, "(=6(b=5(=2:1)(=5(=2:2)(=6(x=1)))(=4:s))(a=6(k\n=0))(n=2:0)(f=3))");
}

}  // namespace
}  // namespace ddd::json
