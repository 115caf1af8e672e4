#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/kernel/uuid.hpp>
#include <ddd/platform/api/card_numbers.hpp>

namespace ddd::api {
namespace {

TEST(CardNumbers, are_found_plain_and_grouped) {
  for (const auto* text :
       {"4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", "card: 4242 4242-4242 4242.",
        "378282246310005", "3782 822463 10005", "4222222222222", "6304000000000000000", "a_4242424242424242_b",
        "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "4242 - 4242 - 4242 - 4242", "12 4242 4242 4242 4242 99",
        "x\xe2\x80\x93"
        "4242424242424242",
        "(4242424242424242)"}) {
    EXPECT_TRUE(has_card_number(text)) << text;
  }
}

TEST(CardNumbers, are_not_seen_in_other_numbers) {
  for (const auto* text : {"", "4242424242424241", "424242424242", "42424242424242424242", "x4242424242424242",
                           "4242424242424242a", "4242.4242.4242.4242", "4242    4242424242424",
                           "2026-01-31T12:00:00.000Z", "+1 555 0100", "9223372036854775807", "4242 4242 x 4242 4242",
                           "4242/4242/4242/4242", "4242x4242-4242-4242-42", "4242,4242,4242,4242"}) {
    EXPECT_FALSE(has_card_number(text)) << text;
  }
}

TEST(CardNumbers, are_not_seen_in_ids) {
  for (const auto* text :
       {"42424242-4242-4242-8242-424242424242", "pay_42424242-4242-4242-4242-424242424242",
        "42424242-4242-4242-4242-42424242424A", "42424242424242424242424242424242", "pm_1N4242424242424242"}) {
    EXPECT_FALSE(has_card_number(text)) << text;
  }
}

TEST(CardNumbers, are_found_in_strings_of_json_but_not_in_its_numbers) {
  EXPECT_TRUE(json_has_card_number(R"({"a":{"b":["x","4242 4242 4242 4242"]}})"));
  EXPECT_TRUE(json_has_card_number(R"({"4242424242424242":1})"));
  EXPECT_TRUE(json_has_card_number(R"({"a":"\u0034242424242424242"})"));
  EXPECT_TRUE(json_has_card_number(R"({"a":"say \"4242424242424242\""})"));
  EXPECT_TRUE(json_has_card_number(R"({"a":"one\n4242424242424242"})"));
  EXPECT_TRUE(json_has_card_number(R"(broken "4242424242424242)"));
  EXPECT_FALSE(json_has_card_number(R"({"amount":4242424242424242})"));
  EXPECT_FALSE(json_has_card_number(R"({"a":"42424242","b":"42424242"})"));
  EXPECT_FALSE(json_has_card_number(R"({"a\\":4242424242424242})"));
  EXPECT_FALSE(json_has_card_number(R"({"a":"\u00e94242\u00e9424242424242","b":"\u12)"));
  EXPECT_FALSE(json_has_card_number("\"4242424242424241\\"));
}

std::string with_check_digit(std::string digits) {
  for (char last = '0'; last <= '9'; ++last) {
    if (has_card_number(digits + last)) return digits + last;
  }
  return {};
}

RC_GTEST_PROP(CardNumberLaws, exactly_one_check_digit_makes_a_number_valid, ()) {
  const auto length = *rc::gen::inRange(12, 19);
  auto digits = *rc::gen::container<std::string>(static_cast<std::size_t>(length),
                                                 rc::gen::inRange('0', static_cast<char>('9' + 1)));
  int valid = 0;
  for (char last = '0'; last <= '9'; ++last) valid += has_card_number(digits + last) ? 1 : 0;
  RC_ASSERT(valid == 1);
  const auto number = with_check_digit(digits);
  auto grouped = number;
  for (auto at = *rc::gen::inRange(1, 6); at < static_cast<int>(grouped.size()); at += 5)
    grouped.insert(static_cast<std::size_t>(at), 1, ' ');
  RC_ASSERT(has_card_number(grouped));
  RC_ASSERT(json_has_card_number("{\"x\":\"" + number + "\"}"));
}

RC_GTEST_PROP(CardNumberLaws, no_uuid_is_one, (std::array<std::uint8_t, 10> random)) {
  const auto millis = *rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000);
  RC_ASSERT(!has_card_number("pay_" + Uuid::v7(from_micros(millis * 1000), random).to_text()));
}

RC_GTEST_PROP(CardNumberLaws, any_text_is_taken, (const std::string& text)) {
  static_cast<void>(has_card_number(text));
  static_cast<void>(json_has_card_number(text));
}

}  // namespace
}  // namespace ddd::api
