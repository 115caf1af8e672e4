#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <platform_json/sample.hpp>

#include <ddd/platform/json/decode.hpp>

namespace ddd::json {
namespace {

using test::kPaymentId;
using test::Note;
using test::Role;
using test::Sample;
using test::sample_text;

struct Case {
  std::string member;
  std::string json;
  std::string pointer;
  std::string code;
};

TEST(Decode, fills_every_kind_of_member) {
  const auto decoded = decode<Sample>(sample_text("", ""));
  ASSERT_TRUE(decoded) << decoded.error().violations.at(0).pointer;
  Sample expected;
  expected.title = "Lamp";
  expected.count = 3;
  expected.is_active = true;
  expected.role = Role::admin;
  expected.price = Money(1999, *Currency::from_code("USD"));
  expected.created_at = from_micros(1'769'860'800'000'000);
  expected.payment_id = *PaymentId::parse(kPaymentId);
  expected.lines = {{ProductId(7), 2, std::nullopt}};
  expected.tags = {{"new"}};
  expected.labels = {{{"a", "b"}}};
  expected.discount = Money(-5, *Currency::from_code("JPY"));
  EXPECT_EQ(*decoded, expected);
}

TEST(Decode, refuses_what_cannot_be_read_as_request_invalid) {
  const std::vector<Case> cases{
      {"title", "1", "/title", "type"},
      {"title", "null", "/title", "type"},
      {"title", R"("a\u0000b")", "/title", "control_character"},
      {"title", R"("a\nb")", "/title", "control_character"},
      {"title", R"("a\u007f")", "/title", "control_character"},
      {"count", R"("3")", "/count", "type"},
      {"count", "10.0", "/count", "type"},
      {"count", "1.5", "/count", "type"},
      {"count", "1e2", "/count", "type"},
      {"count", "0e0", "/count", "type"},
      {"count", "9223372036854775808", "/count", "type"},
      {"count", "-9223372036854775809", "/count", "type"},
      {"count", "100000000000000000000000000", "/count", "type"},
      {"count", "true", "/count", "type"},
      {"is_active", "1", "/is_active", "type"},
      {"is_active", R"("true")", "/is_active", "type"},
      {"role", "0", "/role", "type"},
      {"role", R"("us\u0000er")", "/role", "control_character"},
      {"price", "19.99", "/price", "type"},
      {"price", "1999", "/price", "type"},
      {"price", "[]", "/price", "type"},
      {"price", "{}", "/price/amount", "required"},
      {"price", R"({"amount":19.99,"currency":"USD"})", "/price/amount", "type"},
      {"price", R"({"amount":1,"currency":840})", "/price/currency", "type"},
      {"price", R"({"amount":1,"currency":"USD","cents":1})", "/price/cents", "unknown"},
      {"created_at", "1769860800", "/created_at", "type"},
      {"payment_id", "1", "/payment_id", "type"},
      {"lines", "{}", "/lines", "type"},
      {"lines", "[1]", "/lines/0", "type"},
      {"lines", "[null]", "/lines/0", "type"},
      {"lines", R"([{"product_id":7,"quantity":2},{"quantity":1}])", "/lines/1/product_id", "required"},
      {"lines", R"([{"product_id":"7","quantity":2}])", "/lines/0/product_id", "type"},
      {"lines", R"([{"product_id":7.0,"quantity":2}])", "/lines/0/product_id", "type"},
      {"lines", R"([{"product_id":7,"quantity":2.0}])", "/lines/0/quantity", "type"},
      {"lines", R"([{"product_id":7,"quantity":2,"unit_price":1}])", "/lines/0/unit_price", "unknown"},
      {"lines", R"([{"product_id":7,"quantity":2,"note":"\u0000"}])", "/lines/0/note", "control_character"},
      {"tags", "null", "/tags", "type"},
      {"tags", R"("new")", "/tags", "type"},
      {"tags", R"(["new",1])", "/tags/1", "type"},
      {"tags", R"(["\t"])", "/tags/0", "control_character"},
      {"labels", "[]", "/labels", "type"},
      {"labels", R"({"a/b~c":1})", "/labels/a~1b~0c", "type"},
      {"labels", R"({"a\n":"b"})", "/labels/a\n", "control_character"},
      {"labels", R"({"a":"\u0001"})", "/labels/a", "control_character"},
      {"discount", "null", "/discount", "type"},
  };
  for (const auto& [member, json, pointer, code] : cases) {
    const auto decoded = decode<Sample>(sample_text(member, json));
    ASSERT_FALSE(decoded) << member << " " << json;
    EXPECT_EQ(decoded.error().kind, ErrorKind::malformed) << member << " " << json;
    EXPECT_EQ(decoded.error().code, "request.invalid") << member << " " << json;
    ASSERT_FALSE(decoded.error().violations.empty()) << member << " " << json;
    EXPECT_EQ(decoded.error().violations.front().pointer, pointer) << json;
    EXPECT_EQ(decoded.error().violations.front().code, code) << json;
    EXPECT_FALSE(decoded.error().violations.front().message.empty());
  }
}

TEST(Decode, refuses_a_value_of_the_right_type_that_cannot_stand_there_as_request_rejected) {
  const std::vector<Case> cases{
      {"role", R"("root")", "/role", "one_of"},
      {"role", R"("")", "/role", "one_of"},
      {"price", R"({"amount":1,"currency":"XXX"})", "/price/currency", "currency"},
      {"price", R"({"amount":1,"currency":"usd"})", "/price/currency", "currency"},
      {"created_at", R"("yesterday")", "/created_at", "date_time"},
      {"created_at", R"("2026-02-30T00:00:00Z")", "/created_at", "date_time"},
      {"payment_id", R"("ord_01890a5d-ac96-774b-bcce-b302099a8057")", "/payment_id", "id"},
      {"payment_id", R"("pay_1")", "/payment_id", "id"},
      {"payment_id", R"("")", "/payment_id", "id"},
      {"lines", R"([{"product_id":0,"quantity":2}])", "/lines/0/product_id", "id"},
      {"lines", R"([{"product_id":-1,"quantity":2}])", "/lines/0/product_id", "id"},
      {"lines", R"([{"product_id":1,"quantity":2147483648}])", "/lines/0/quantity", "max"},
      {"lines", R"([{"product_id":1,"quantity":-2147483649}])", "/lines/0/quantity", "min"},
  };
  for (const auto& [member, json, pointer, code] : cases) {
    const auto decoded = decode<Sample>(sample_text(member, json));
    ASSERT_FALSE(decoded) << member << " " << json;
    EXPECT_EQ(decoded.error().kind, ErrorKind::rejected) << member << " " << json;
    EXPECT_EQ(decoded.error().code, "request.rejected") << member << " " << json;
    ASSERT_EQ(decoded.error().violations.size(), 1U) << member << " " << json;
    EXPECT_EQ(decoded.error().violations.front().pointer, pointer) << json;
    EXPECT_EQ(decoded.error().violations.front().code, code) << json;
  }
}

TEST(Decode, names_the_limit_that_the_shape_gives_when_an_int_is_out_of_range) {
  const auto decoded = decode<Note>(R"({"text":"a","stars":1,"line":{"product_id":1,"quantity":99999999999}})");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().violations.at(0),
            (Violation{"/line/quantity", "max", "The number must be at most 99.", 99}));
}

TEST(Decode, does_not_apply_the_rules_that_a_shape_describes) {
  EXPECT_TRUE(decode<Sample>(sample_text("title", R"("")")));
  EXPECT_TRUE(decode<Sample>(sample_text("count", "-1")));
  EXPECT_TRUE(decode<Sample>(sample_text("tags", R"(["neither new nor old"])")));
  EXPECT_TRUE(decode<Sample>(sample_text("lines", R"([{"product_id":7,"quantity":100}])")));
}

TEST(Decode, lets_tab_and_line_ends_pass_only_where_the_shape_allows_lines) {
  const auto decoded = decode<Sample>(sample_text("lines", R"([{"product_id":7,"quantity":2,"note":"a\tb\r\nc"}])"));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->lines.at(0).note, "a\tb\r\nc");
}

TEST(Decode, refuses_a_top_level_that_is_no_object) {
  for (const auto* text : {"[]", "1", "\"a\"", "true", "null", "1.5"}) {
    const auto decoded = decode<Note>(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().code, "request.invalid") << text;
    ASSERT_EQ(decoded.error().violations.size(), 1U) << text;
    EXPECT_EQ(decoded.error().violations[0].pointer, "") << text;
    EXPECT_EQ(decoded.error().violations[0].code, "type") << text;
  }
}

TEST(Decode, takes_an_empty_object_for_a_struct_without_fields) {
  EXPECT_TRUE(decode<test::Nothing>("{}"));
  EXPECT_EQ(decode<test::Nothing>(R"({"a":1})").error().violations.at(0).code, "unknown");
}

TEST(Decode, passes_on_why_a_text_is_not_json) {
  for (const auto* text : {"", "{", "{\"text\":1,\"text\":2}"}) {
    const auto decoded = decode<Note>(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().code, "request.malformed") << text;
    EXPECT_EQ(decoded.error().kind, ErrorKind::malformed) << text;
  }
}

TEST(Decode, lists_all_violations_at_once_in_the_order_of_the_text_then_what_is_missing) {
  const auto decoded = decode<Sample>(
      R"({"what":1,"title":null,"count":1.0,"role":"root","price":{"amount":"1","x/y":1,"currency":"USD"},)"
      R"("lines":[{"product_id":0,"quantity":1},{"quantity":"\u0000","note":"\u0000"}],"tags":[1,"a","\n"]})");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().kind, ErrorKind::malformed);
  EXPECT_EQ(decoded.error().code, "request.invalid");
  std::vector<std::pair<std::string, std::string>> seen;
  for (const auto& violation : decoded.error().violations) seen.emplace_back(violation.pointer, violation.code);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"/what", "unknown"},
      {"/title", "type"},
      {"/count", "type"},
      {"/role", "one_of"},
      {"/price/amount", "type"},
      {"/price/x~1y", "unknown"},
      {"/lines/0/product_id", "id"},
      {"/lines/1/quantity", "type"},
      {"/lines/1/note", "control_character"},
      {"/lines/1/product_id", "required"},
      {"/tags/0", "type"},
      {"/tags/2", "control_character"},
      {"/is_active", "required"},
      {"/created_at", "required"},
      {"/payment_id", "required"},
  };
  EXPECT_EQ(seen, expected);
}

TEST(Decode, stops_at_100_violations) {
  std::string many = "[1";
  for (int i = 0; i < 10'000; ++i) many += ",1";
  const auto decoded = decode<Sample>(sample_text("tags", many + "]"));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().violations.size(), Reading::kMaxViolations);
}

TEST(DecodeEvent, ignores_unknown_fields_at_every_level_and_nothing_else) {
  const auto decoded = decode_event<Note>(
      R"({"text":"a","stars":1,"new":null,"line":{"product_id":7,"quantity":2,"more":{"x":[1.5,"\u0000"]}}})");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->line->product_id, ProductId(7));
  EXPECT_EQ(decode_event<Note>(R"({"text":"a"})").error().code, "request.invalid");
  EXPECT_EQ(decode_event<Note>(R"({"text":"a","stars":null})").error().violations.at(0).code, "type");
  EXPECT_EQ(decode_event<Note>(R"({"text":"a","stars":1,"x":1,"x":2})").error().code, "request.malformed");
}

TEST(DecodeForeign, takes_null_for_a_field_that_is_absent_at_every_level) {
  const auto decoded = decode_foreign<Note>(
      R"({"text":"a","stars":1,"author":null,"new":null,"line":{"product_id":7,"quantity":2,"note":null,"more":[null]}})");
  ASSERT_TRUE(decoded) << decoded.error().violations.at(0).pointer;
  EXPECT_EQ(decoded->author, std::nullopt);
  EXPECT_EQ(decoded->line->note, std::nullopt);
  EXPECT_EQ(decode_foreign<Note>(R"({"text":"a","stars":1,"line":null})")->line, std::nullopt);
  const auto labels = decode_foreign<Sample>(sample_text("labels", R"({"a":"b","c":null})"));
  ASSERT_TRUE(labels);
  EXPECT_EQ(labels->labels, (TextMap{{"a", "b"}}));
}

TEST(DecodeForeign, misses_a_required_field_that_is_null) {
  const auto decoded = decode_foreign<Note>(R"({"text":"a","stars":null})");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, "request.invalid");
  EXPECT_EQ(decoded.error().violations.at(0), (Violation{"/stars", "required", "The field is missing.", std::nullopt}));
}

TEST(DecodeForeign, is_otherwise_as_strict_as_the_reading_of_events) {
  EXPECT_EQ(decode_foreign<Sample>(sample_text("tags", "[null]")).error().violations.at(0).pointer, "/tags/0");
  EXPECT_EQ(decode_foreign<Sample>(sample_text("count", "1.5")).error().violations.at(0).code, "type");
  EXPECT_EQ(decode_foreign<Note>("null").error().violations.at(0).code, "type");
  EXPECT_EQ(decode_foreign<Note>(R"({"text":"a","stars":1,"x":null,"x":null})").error().code, "request.malformed");
}

}  // namespace
}  // namespace ddd::json
