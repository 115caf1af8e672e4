#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/random.hpp>

namespace ddd::crypto {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

TEST(Base64url, agrees_with_the_vectors_of_rfc_4648) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbf", "-_-_"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64url(bytes), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
}

TEST(Base64url, refuses_every_other_spelling) {
  for (const std::string_view bad :
       {"Zg==", "Zg=", "Z", "Zm9vY", "Zh", "Zm9", "Zm 9v", "Zm9v\n", " Zm9v", "+/+/", "Zm9v.", "Zm9%76", "=", "A==="}) {
    EXPECT_EQ(from_base64url(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(from_base64url(std::string_view("Zg\0", 3)), std::nullopt);
  EXPECT_EQ(from_base64url("Zm\xc3\xa9"), std::nullopt);
}

TEST(Base64url, has_64_letters) {
  for (int c = 0; c < 256; ++c) {
    const std::string text{'A', 'A', 'A', static_cast<char>(c)};
    EXPECT_EQ(from_base64url(text).has_value(), kAlphabet.find(static_cast<char>(c)) != std::string_view::npos) << c;
  }
}

RC_GTEST_PROP(Base64urlLaws, round_trips, (const std::string& bytes)) {
  const auto text = to_base64url(bytes);
  RC_ASSERT(text.find_first_not_of(kAlphabet) == std::string::npos);
  RC_ASSERT(from_base64url(text) == bytes);
}

RC_GTEST_PROP(Base64urlLaws, has_one_text_for_each_value, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(kAlphabet));
  if (const auto bytes = from_base64url(text)) RC_ASSERT(to_base64url(*bytes) == text);
}

RC_GTEST_PROP(Base64urlLaws, never_takes_a_foreign_character, (const std::string& bytes, char c)) {
  RC_PRE(kAlphabet.find(c) == std::string_view::npos);
  auto text = to_base64url(bytes);
  text.insert(*rc::gen::inRange<std::size_t>(0, text.size() + 1), 1, c);
  RC_ASSERT(!from_base64url(text));
}

TEST(Hex, is_written_in_lower_case_and_read_in_either) {
  EXPECT_EQ(to_hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(from_hex("007fFF"), std::string("\x00\x7f\xff", 3));
  EXPECT_EQ(from_hex(""), "");
  for (const auto* bad : {"0", "0g", "00 ", " 00", "0x00", "00:11", "000"})
    EXPECT_EQ(from_hex(bad), std::nullopt) << bad;
}

TEST(Hex, has_22_letters) {
  for (int c = 0; c < 256; ++c) {
    const std::string text{'0', static_cast<char>(c)};
    EXPECT_EQ(from_hex(text).has_value(),
              std::string_view("0123456789abcdefABCDEF").find(static_cast<char>(c)) != std::string_view::npos)
        << c;
  }
}

RC_GTEST_PROP(HexLaws, round_trips, (const std::string& bytes)) {
  RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
}

TEST(Encodings, take_a_view_of_nothing) {
  EXPECT_EQ(to_base64url(std::string_view()), "");
  EXPECT_EQ(from_base64url(std::string_view()), "");
  EXPECT_EQ(to_hex(std::string_view()), "");
  EXPECT_EQ(from_hex(std::string_view()), "");
}

TEST(RandomToken, has_as_many_bytes_as_asked_and_is_never_the_same) {
  const auto token = random_token(32);
  EXPECT_EQ(token.size(), 43U);
  EXPECT_EQ(from_base64url(token).value_or("").size(), 32U);
  EXPECT_NE(token, random_token(32));
  EXPECT_EQ(random_token(0), "");
}

}  // namespace
}  // namespace ddd::crypto
