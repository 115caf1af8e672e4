#include "harness.hpp"
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/crypto/encoding.hpp>

namespace ddd::api {
namespace {

const test::HeaderList kNoHeaders({});
const http::Request kRaw{.headers = &kNoHeaders};

RouteRequest request(QueryPairs query, std::vector<std::string> path = {}) {
  return {kRaw, std::move(path), std::move(query)};
}
RouteRequest continued(const std::string& cursor, QueryPairs query = {}, std::vector<std::string> path = {}) {
  query.emplace_back("cursor", cursor);
  return request(std::move(query), std::move(path));
}

TEST(Cursor, gives_back_what_was_put_in) {
  const auto cursor = CursorScope("list_payments", request({})).encode(std::int64_t{-42}, std::string("pay_1"));
  const auto read = CursorScope("list_payments", continued(cursor)).decode<std::int64_t, std::string>();
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (std::tuple{std::int64_t{-42}, std::string("pay_1")}));
}

TEST(Cursor, is_nothing_when_absent) {
  const auto read = CursorScope("list_payments", request({})).decode<std::int64_t>();
  ASSERT_TRUE(read);
  EXPECT_FALSE(*read);
}

TEST(Cursor, survives_another_limit_include_and_order_of_parameters) {
  const auto cursor = CursorScope("l", request({{"a", "1"}, {"b", "2"}, {"limit", "5"}})).encode(std::int64_t{1});
  EXPECT_TRUE(
      CursorScope("l", continued(cursor, {{"b", "2"}, {"include", "total"}, {"a", "1"}})).decode<std::int64_t>());
}

TEST(Cursor, belongs_to_its_list_path_filter_and_sort) {
  const auto cursor = CursorScope("l", request({{"a", "1"}}, {"7"})).encode(std::int64_t{1});
  const auto refuses = [](const CursorScope& scope) {
    const auto read = scope.decode<std::int64_t>();
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::malformed);
    EXPECT_EQ(read.error().code, "request.invalid");
    EXPECT_EQ(read.error().violations.at(0).pointer, "/query/cursor");
  };
  ASSERT_TRUE(CursorScope("l", continued(cursor, {{"a", "1"}}, {"7"})).decode<std::int64_t>());
  refuses(CursorScope("m", continued(cursor, {{"a", "1"}}, {"7"})));
  refuses(CursorScope("l", continued(cursor, {{"a", "2"}}, {"7"})));
  refuses(CursorScope("l", continued(cursor, {}, {"7"})));
  refuses(CursorScope("l", continued(cursor, {{"a", "1"}, {"b", ""}}, {"7"})));
  refuses(CursorScope("l", continued(cursor, {{"a", "1"}}, {"8"})));
}

TEST(Cursor, must_hold_the_types_that_the_list_asks_for) {
  const auto cursor = CursorScope("l", request({})).encode(std::int64_t{1}, std::string("x"));
  const CursorScope scope("l", continued(cursor));
  EXPECT_FALSE((scope.decode<std::int64_t>()));
  EXPECT_FALSE((scope.decode<std::string, std::string>()));
  EXPECT_FALSE((scope.decode<std::int64_t, std::string, std::string>()));
}

TEST(Cursor, that_nobody_made_is_refused) {
  for (const auto& text : {std::string(), std::string("x"), std::string("AAAAAAAAAAA"), std::string("%%%"),
                           std::string(5000, 'A'), crypto::to_base64url("12345678i1;")}) {
    EXPECT_FALSE(CursorScope("l", continued(text)).decode<std::int64_t>()) << text;
  }
}

RC_GTEST_PROP(CursorLaws, decoding_undoes_encoding, (std::int64_t number, const std::string& text)) {
  const auto cursor = CursorScope("l", request({})).encode(text, number, text);
  const auto read = CursorScope("l", continued(cursor)).decode<std::string, std::int64_t, std::string>();
  RC_ASSERT(read.has_value() && *read == (std::tuple{text, number, text}));
  RC_ASSERT(std::ranges::all_of(
      cursor, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; }));
}

RC_GTEST_PROP(CursorLaws, any_damage_is_noticed, (std::int64_t number)) {
  auto cursor = CursorScope("l", request({})).encode(number, std::string("key"));
  const auto at = *rc::gen::inRange<std::size_t>(0, cursor.size());
  const auto letter =
      *rc::gen::elementOf(std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"));
  if (cursor[at] == letter) return;
  cursor[at] = letter;
  RC_ASSERT(!(CursorScope("l", continued(cursor)).decode<std::int64_t, std::string>()));
}

}  // namespace
}  // namespace ddd::api
