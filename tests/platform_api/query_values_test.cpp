#include "harness.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/api/query_values.hpp>

namespace ddd::api {
namespace {

using test::violations_of;
using testing::ElementsAre;
using testing::IsEmpty;

const test::HeaderList kNoHeaders({});
const http::Request kRaw{.headers = &kNoHeaders};

RouteRequest with_query(QueryPairs query, std::vector<std::string> path = {}) {
  return {kRaw, std::move(path), std::move(query)};
}

TEST(QueryString, is_split_and_decoded) {
  EXPECT_EQ(parse_query(""), QueryPairs{});
  EXPECT_EQ(parse_query("a=1&b=x+y%2B&&c&d="), (QueryPairs{{"a", "1"}, {"b", "x y+"}, {"c", ""}, {"d", ""}}));
  EXPECT_EQ(parse_query("q=a=b"), (QueryPairs{{"q", "a=b"}}));
}

TEST(QueryString, must_be_readable_text) {
  for (const auto* bad : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%0a", "a=%ff", "a=\xff", "%ff=1"}) {
    const auto query = parse_query(bad);
    ASSERT_FALSE(query) << bad;
    EXPECT_EQ(query.error().code, "request.invalid");
    EXPECT_EQ(query.error().kind, ErrorKind::malformed);
  }
}

TEST(QueryString, has_declared_names_alone_and_each_once) {
  const std::vector<QueryParameter> declared{{.name = "q"}, {.name = "limit"}};
  EXPECT_TRUE(check_declared({{"q", "x"}, {"limit", "1"}}, declared));
  const auto refused = check_declared({{"q", "x"}, {"user/id~", "1"}, {"q", "y"}}, declared);
  ASSERT_FALSE(refused);
  EXPECT_THAT(violations_of(refused.error()), ElementsAre("/query/user~1id~0 unknown", "/query/q repeated"));
}

TEST(QueryString, echoes_a_long_name_in_part) {
  EXPECT_LT(query_pointer(std::string(1000, 'x')).size(), 80U);
  const auto pointer = query_pointer(std::string(63, 'x') + "\u20ac\u20ac");
  EXPECT_EQ(pointer, "/query/" + std::string(63, 'x') + "\u20ac");
}

enum class Sort { newest, price };
constexpr std::array<std::pair<std::string_view, Sort>, 2> kSorts{{{"newest", Sort::newest}, {"price", Sort::price}}};

TEST(QueryValues, reads_every_type) {
  const auto request = with_query({{"q", "caf\u00e9"},
                                   {"min_price", "-5"},
                                   {"in_stock", "true"},
                                   {"sort", "price"},
                                   {"user_id", "7"},
                                   {"limit", "100"},
                                   {"include", "total"}});
  QueryValues query(request);
  EXPECT_EQ(query.text("q", 4), "caf\u00e9");
  EXPECT_EQ(query.integer("min_price"), -5);
  EXPECT_EQ(query.boolean("in_stock"), true);
  EXPECT_EQ(query.one_of<Sort>("sort", kSorts), Sort::price);
  EXPECT_EQ(query.id<UserId>("user_id"), UserId(7));
  EXPECT_EQ(query.limit(), 100U);
  EXPECT_TRUE(query.includes_total());
  EXPECT_TRUE(query.check());
}

TEST(QueryValues, has_nothing_for_what_is_absent) {
  const auto request = with_query({});
  QueryValues query(request);
  EXPECT_EQ(query.text("q"), std::nullopt);
  EXPECT_EQ(query.integer("min_price"), std::nullopt);
  EXPECT_EQ(query.boolean("in_stock"), std::nullopt);
  EXPECT_EQ(query.one_of<Sort>("sort", kSorts), std::nullopt);
  EXPECT_EQ(query.id<UserId>("user_id"), std::nullopt);
  EXPECT_EQ(query.limit(), 20U);
  EXPECT_FALSE(query.includes_total());
  EXPECT_TRUE(query.check());
}

TEST(QueryValues, collects_all_that_is_wrong) {
  const auto request = with_query({{"q", ""},
                                   {"category", "abcd"},
                                   {"min_price", "1.0"},
                                   {"max_price", "-1"},
                                   {"in_stock", "1"},
                                   {"sort", "Price"},
                                   {"user_id", "0"},
                                   {"limit", "101"},
                                   {"include", "all"}});
  QueryValues query(request);
  static_cast<void>(query.text("q"));
  static_cast<void>(query.text("category", 3));
  static_cast<void>(query.integer("min_price"));
  static_cast<void>(query.integer("max_price", 0));
  static_cast<void>(query.boolean("in_stock"));
  static_cast<void>(query.one_of<Sort>("sort", kSorts));
  static_cast<void>(query.id<UserId>("user_id"));
  EXPECT_EQ(query.limit(), 20U);
  EXPECT_FALSE(query.includes_total());
  const auto checked = query.check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::malformed);
  EXPECT_EQ(checked.error().code, "request.invalid");
  EXPECT_THAT(violations_of(checked.error()),
              ElementsAre("/query/q min_length", "/query/category max_length", "/query/min_price integer",
                          "/query/max_price min", "/query/in_stock one_of", "/query/sort one_of", "/query/user_id id",
                          "/query/limit max", "/query/include one_of"));
  EXPECT_EQ(checked.error().violations[7].limit, 100);
}

TEST(QueryValues, takes_integers_in_one_spelling_alone) {
  for (const auto* bad :
       {"", "+1", "01", "-01", "1e3", " 1", "1 ", "0x1", "9223372036854775808", "-", "--1", "1_000", "\u0661"}) {
    const auto request = with_query({{"n", bad}});
    QueryValues query(request);
    static_cast<void>(query.integer("n"));
    EXPECT_FALSE(query.check()) << bad;
  }
  for (const auto good : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
    const auto request = with_query({{"n", std::to_string(good)}});
    QueryValues query(request);
    EXPECT_EQ(query.integer("n"), good);
    EXPECT_TRUE(query.check());
  }
}

TEST(PathId, that_can_not_be_an_id_is_not_found) {
  const Error unknown{.kind = ErrorKind::not_found, .code = "product.not_found"};
  EXPECT_EQ(path_id<ProductId>(with_query({}, {"7"}), 0, unknown), ProductId(7));
  for (const auto* bad : {"0", "-1", "x", "07", "1.0", "9223372036854775808"}) {
    EXPECT_EQ(path_id<ProductId>(with_query({}, {bad}), 0, unknown), Refused(unknown)) << bad;
  }
  EXPECT_EQ(path_id<PaymentId>(with_query({}, {"pay_1"}), 0, unknown), Refused(unknown));
}

RC_GTEST_PROP(QueryLaws, any_query_is_read_or_refused, (const std::string& raw)) {
  const auto query = parse_query(raw);
  if (query) {
    for (const auto& [name, value] : *query) RC_ASSERT(value.find('\0') == std::string::npos);
  }
}

}  // namespace
}  // namespace ddd::api
