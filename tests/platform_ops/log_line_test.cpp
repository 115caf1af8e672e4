#include <limits>

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/platform/log/line.hpp>

namespace ddd::test {
namespace {

const Timestamp kNoon = from_micros(1'769'860'800'123'456);

std::string json(std::string_view message, std::initializer_list<LogField> fields = {}, std::uint64_t suppressed = 0) {
  return to_json({.at = kNoon,
                  .level = LogLevel::info,
                  .service = "payment-service",
                  .message = message,
                  .fields = std::span(fields.begin(), fields.size()),
                  .suppressed = suppressed});
}

std::string plain(std::string_view message, std::initializer_list<LogField> fields = {}, bool colours = false) {
  return to_plain({.at = kNoon,
                   .level = LogLevel::warn,
                   .service = "payment-service",
                   .message = message,
                   .fields = std::span(fields.begin(), fields.size())},
                  colours);
}

TEST(LogLine, is_a_json_object_with_time_level_message_service_and_fields) {
  const std::string id = "pay_1";
  EXPECT_EQ(
      json("payment completed",
           {{"payment_id", id}, {"attempt", 2}, {"took", 0.25}, {"uncertain", false}, {"bank", "ACME"}}),
      R"({"ts":"2026-01-31T12:00:00.123Z","level":"info","message":"payment completed","service":"payment-service",)"
      R"("payment_id":"pay_1","attempt":2,"took":0.25,"uncertain":false,"bank":"ACME"})");
}

TEST(LogLine, tells_how_many_lines_came_before_it) {
  EXPECT_TRUE(json("m", {}, 7).ends_with(R"(,"suppressed":7})"));
}

TEST(LogLine, escapes_whatever_could_leave_the_line_or_the_quotes) {
  const auto message_of = [](std::string_view text) {
    const auto line = json(text);
    const auto from = line.find(R"("message":")") + 11;
    return line.substr(from, line.find(R"(","service")") - from);
  };
  EXPECT_EQ(message_of("say \"hi\" \\ there"), R"(say \"hi\" \\ there)");
  EXPECT_EQ(message_of("a\nb\rc\td"), R"(a\nb\rc\td)");
  EXPECT_EQ(message_of(std::string_view("\0\x1b[31m\x7f", 7)), R"(\u0000\u001b[31m\u007f)");
  EXPECT_EQ(message_of("\u0085\u009b"), R"(\u0085\u009b)") << "C1 controls";
  EXPECT_EQ(message_of("\u2028\u2029\u202e\u2066"), R"(\u2028\u2029\u202e\u2066)") << "separators and direction marks";
  EXPECT_EQ(message_of("Zoë 🛒"), "Zoë 🛒");
}

TEST(LogLine, replaces_bytes_that_are_not_utf8) {
  const std::pair<std::string, std::string> cases[]{{"a\xffz", "a\uFFFDz"},
                                                    {"\xc0\xaf", "\uFFFD\uFFFD"},
                                                    {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
                                                    {"\xe2\x82", "\uFFFD\uFFFD"},
                                                    {"\xf0\x80\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
                                                    {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"}};
  for (const auto& [bytes, shown] : cases) EXPECT_TRUE(plain(bytes).ends_with(shown));
}

TEST(LogLine, keeps_its_own_names_to_itself) {
  const auto object =
      boost::json::parse(json("real", {{"message", "forged"}, {"level", "error"}, {"ts", 1}})).as_object();
  EXPECT_EQ(object.at("message").as_string(), "real");
  EXPECT_EQ(object.at("level").as_string(), "info");
  EXPECT_EQ(object.at("field_message").as_string(), "forged");
}

TEST(LogLine, writes_numbers_that_json_can_read) {
  const auto object = boost::json::parse(json("m", {{"nan", std::numeric_limits<double>::quiet_NaN()},
                                                    {"endless", -std::numeric_limits<double>::infinity()},
                                                    {"large", 1e300},
                                                    {"least", std::numeric_limits<std::int64_t>::min()},
                                                    {"most", std::numeric_limits<std::uint64_t>::max()}}))
                          .as_object();
  EXPECT_TRUE(object.at("nan").is_null());
  EXPECT_TRUE(object.at("endless").is_null());
  EXPECT_EQ(object.at("large").as_double(), 1e300);
  EXPECT_EQ(object.at("least").as_int64(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(object.at("most").as_int64(), std::numeric_limits<std::int64_t>::max());
}

TEST(LogLine, cuts_long_texts_between_characters) {
  const std::string text = std::string(kMaxLogText - 1, 'x') + "üü";
  EXPECT_TRUE(plain(text).ends_with("x…"));
  EXPECT_TRUE(plain(std::string(kMaxLogText, 'x')).ends_with("xx"));
}

TEST(LogLine, is_plain_for_people) {
  EXPECT_EQ(
      plain("card declined",
            {{"payment_id", "pay_1"}, {"reason", "no funds left"}, {"attempt", 2}, {"empty", ""}, {"a", "b=c"}}),
      R"(2026-01-31T12:00:00.123Z WARN  card declined payment_id=pay_1 reason="no funds left" attempt=2 empty="" a="b=c")");
  EXPECT_EQ(plain("x", {}, true), "2026-01-31T12:00:00.123Z \x1b[33mWARN \x1b[0m x");
  EXPECT_EQ(plain("a\n\x1b[2Jb", {{"c", "d\ne"}}), R"(2026-01-31T12:00:00.123Z WARN  a\n\u001b[2Jb c=d\ne)");
}

template <class T>
concept Loggable = requires(T value) { LogField{"key", value}; };

TEST(LogLine, takes_no_secret) {
  static_assert(Loggable<std::string> && Loggable<const char*> && Loggable<int> && Loggable<bool> && Loggable<double>);
  static_assert(!Loggable<crypto::Secret>);
  static_assert(!std::convertible_to<crypto::Secret, std::string_view>);
  static_assert(!Loggable<void*> && !Loggable<char>);
}

RC_GTEST_PROP(LogLineLaws, any_bytes_make_one_readable_line, (const std::string& message, const std::string& value)) {
  for (const auto& line : {json(message, {{"v", value}}), plain(message, {{"v", value}})}) {
    RC_ASSERT(utf8_length(line).has_value());
    RC_ASSERT(!has_control_characters(line));
  }
  const auto object = boost::json::parse(json(message, {{"v", value}})).as_object();
  if (utf8_length(message) && message.size() <= kMaxLogText)
    RC_ASSERT(std::string_view(object.at("message").as_string()) == message);
  if (utf8_length(value) && value.size() <= kMaxLogText)
    RC_ASSERT(std::string_view(object.at("v").as_string()) == value);
}

}  // namespace
}  // namespace ddd::test
