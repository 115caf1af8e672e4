#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <platform_json/sample.hpp>
#include <rapidcheck/gtest.h>

#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::json {
namespace {

using test::Role;
using test::Sample;

rc::Gen<std::string> any_text() {
  // Every code point but controls and surrogates, the small ones more often.
  const auto point = rc::gen::suchThat(
      rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0x20, 0x100), rc::gen::inRange<std::uint32_t>(0x20, 0x110000)),
      [](std::uint32_t p) { return p != 0x7f && (p < 0xd800 || p > 0xdfff); });
  return rc::gen::map(
      rc::gen::container<std::vector<std::uint32_t>>(point), [](const std::vector<std::uint32_t>& points) {
        std::string text;
        const auto put = [&](std::uint32_t bits) { text.push_back(static_cast<char>(bits)); };
        for (const auto p : points) {
          if (p < 0x80) {
            put(p);
          } else if (p < 0x800) {
            put(0xc0 | p >> 6), put(0x80 | (p & 0x3f));
          } else if (p < 0x10000) {
            put(0xe0 | p >> 12), put(0x80 | (p >> 6 & 0x3f)), put(0x80 | (p & 0x3f));
          } else {
            put(0xf0 | p >> 18), put(0x80 | (p >> 12 & 0x3f)), put(0x80 | (p >> 6 & 0x3f)), put(0x80 | (p & 0x3f));
          }
        }
        return text;
      });
}

rc::Gen<std::int64_t> any_integer() {
  return rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                        rc::gen::element<std::int64_t>(INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX));
}

RC_GTEST_PROP(DecodeLaws, gives_back_what_was_encoded, ()) {
  Sample value;
  value.title = *any_text();
  value.count = *any_integer();
  value.is_active = *rc::gen::arbitrary<bool>();
  value.role = *rc::gen::element(Role::user, Role::admin);
  value.price = Money(*any_integer(), *Currency::from_code(*rc::gen::element("USD", "JPY", "KWD")));
  value.created_at = from_micros(*rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000) * 1000);
  value.payment_id = *PaymentId::parse(test::kPaymentId);
  for (const auto quantity : *rc::gen::arbitrary<std::vector<int>>()) {
    auto& line = value.lines.emplace_back();
    line.product_id = ProductId(*rc::gen::inRange<std::uint64_t>(1, INT64_MAX));
    line.quantity = quantity;
    if (*rc::gen::arbitrary<bool>()) line.note = *any_text();
  }
  if (*rc::gen::arbitrary<bool>()) value.tags = *rc::gen::container<std::vector<std::string>>(any_text());
  if (*rc::gen::arbitrary<bool>()) value.labels = *rc::gen::container<TextMap>(any_text(), any_text());
  const auto decoded = decode<Sample>(encode(value));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(*decoded == value);
}

TEST(DecodeFuzz, random_bytes_and_damaged_texts_are_refused_or_read_but_never_crash) {
  std::mt19937 random(20260131);  // NOLINT: the same bytes every time
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  const std::string good = test::sample_text("", "");
  constexpr std::string_view kBytes("{}[]\",:\\u0d8fe19-+.tn \x00\x80\xc3\xff", 26);
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 2 == 0 ? good : std::string(below(60), 'x');
    const auto changes = round % 2 == 0 ? 1 + below(4) : text.size();
    for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
      const auto at = round % 2 == 0 ? below(text.size()) : i;
      text[at] = below(4) == 0 ? static_cast<char>(below(256)) : kBytes[below(kBytes.size())];
      if (below(8) == 0) text.resize(at + 1);
    }
    const auto decoded = decode<Sample>(text);
    const auto event = decode_event<Sample>(text);
    if (decoded) EXPECT_EQ(decode<Sample>(encode(*decoded)), decoded) << text;
    if (!decoded) ++refused;
    if (!event) EXPECT_FALSE(decoded) << text;
  }
  EXPECT_GT(refused, 10'000U);
}

}  // namespace
}  // namespace ddd::json
