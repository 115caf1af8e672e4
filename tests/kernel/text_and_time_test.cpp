#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/text.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd {
namespace {

TEST(Timestamp, is_written_with_milliseconds_in_utc) {
  EXPECT_EQ(to_rfc3339(from_micros(1'769'860'800'123'456)), "2026-01-31T12:00:00.123Z");
  EXPECT_EQ(to_rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Timestamp, reads_offsets_and_fractions_and_refuses_the_rest) {
  EXPECT_EQ(from_rfc3339("2026-01-31T14:00:00.5+02:00"), from_micros(1'769'860'800'500'000));
  for (const auto* bad :
       {"", "2026-01-31", "2026-02-30T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:00:00",
        "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00Zx", "2026-1-31T12:00:00Z", "-026-01-31T12:00:00Z"}) {
    EXPECT_EQ(from_rfc3339(bad), std::nullopt) << bad;
  }
}

RC_GTEST_PROP(TimestampLaws, round_trips_to_the_millisecond, ()) {
  const auto millis = *rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000);
  const auto at = from_micros(millis * 1000);
  RC_ASSERT(from_rfc3339(to_rfc3339(at)) == at);
}

TEST(Text, counts_code_points_and_refuses_broken_utf8) {
  EXPECT_EQ(utf8_length("Zoë 🛒"), 5U);
  for (const auto* bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xe2\x82", "\xf5\x80\x80\x80"}) {
    EXPECT_EQ(utf8_length(bad), std::nullopt);
  }
}

TEST(Text, finds_control_characters) {
  EXPECT_TRUE(has_control_characters(std::string_view("a\0b", 3)));
  EXPECT_TRUE(has_control_characters("a\nb"));
  EXPECT_FALSE(has_control_characters("a\nb", true));
  EXPECT_TRUE(has_control_characters("\x7f", true));
  EXPECT_FALSE(has_control_characters("é"));
}

TEST(Ids, of_numbers_take_only_plain_positive_decimals) {
  EXPECT_EQ(UserId::parse("7"), UserId(7));
  for (const auto* bad : {"", "0", "-1", "+1", "01", "1.0", "abc", "9223372036854775808", "1 "}) {
    EXPECT_EQ(UserId::parse(bad), std::nullopt) << bad;
  }
}

TEST(Ids, of_text_carry_their_prefix) {
  const auto id = PaymentId::make(Uuid::v7(from_micros(1'769'860'800'123'456), {1, 2, 3}));
  EXPECT_TRUE(id.to_text().starts_with("pay_019c13ec-9e7b-7"));
  EXPECT_EQ(PaymentId::parse(id.to_text()), id);
  EXPECT_EQ(BasketId::parse(id.to_text()), std::nullopt);
  EXPECT_EQ(PaymentId::parse("pay_"), std::nullopt);
}

RC_GTEST_PROP(UuidLaws, sorts_by_time, (std::array<std::uint8_t, 10> random)) {
  const auto earlier = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const auto a = Uuid::v7(from_micros(earlier * 1000), random).to_text();
  const auto b = Uuid::v7(from_micros(earlier * 1000 + 1000), {}).to_text();
  RC_ASSERT(Uuid::is_text(a));
  RC_ASSERT(a < b);
}

}  // namespace
}  // namespace ddd
