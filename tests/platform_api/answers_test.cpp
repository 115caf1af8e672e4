#include "harness.hpp"
#include <gtest/gtest.h>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>

namespace ddd::api {
namespace {

Result<std::optional<std::int64_t>> if_match(std::string value) {
  const test::HeaderList headers({{"If-Match", std::move(value)}});
  const http::Request raw{.headers = &headers};
  return if_match_version(RouteRequest(raw, {}, {}));
}

TEST(IfMatch, reads_the_first_version_of_a_strong_tag) {
  EXPECT_EQ(if_match(R"("7")").value(), std::optional<std::int64_t>(7));
  EXPECT_EQ(if_match(R"( "7.3" )").value(), std::optional<std::int64_t>(7));
  EXPECT_EQ(if_match(entity_tag(12, 5)).value(), std::optional<std::int64_t>(12));
  EXPECT_EQ(if_match("*").value(), std::optional<std::int64_t>());
  const test::HeaderList none({});
  const http::Request raw{.headers = &none};
  EXPECT_EQ(if_match_version(RouteRequest(raw, {}, {})).value(), std::optional<std::int64_t>());
}

TEST(IfMatch, refuses_what_was_never_answered) {
  for (const auto* bad : {"7", R"(W/"7")", R"("7", "8")", R"("")", R"("x")", R"("-7")", R"("07")", R"("7.")",
                          R"("7.x")", R"(".7")", R"("7.3.1")", R"("7)", R"("+7")", R"("9223372036854775808")"}) {
    const auto version = if_match(bad);
    ASSERT_FALSE(version) << bad;
    EXPECT_EQ(version.error().code, "request.invalid");
    EXPECT_EQ(version.error().violations.at(0).pointer, "/header/If-Match");
  }
}

TEST(IfNoneMatch, has_a_tag_by_star_or_in_a_list) {
  for (const auto* list : {"*", R"("7.3")", R"("1", "7.3")", R"("a,b" ,"7.3","x")", R"(W/"7.3")"}) {
    EXPECT_TRUE(none_match_has(list, R"("7.3")")) << list;
  }
  for (const auto* list : {"", "7.3", R"("7")", R"("1" "7.3")", R"("7.3)", R"(,"7.3")", R"(w/"7.3")"}) {
    EXPECT_FALSE(none_match_has(list, R"("7.3")")) << list;
  }
}

TEST(Answers, of_json_carry_tag_and_location) {
  const auto answer = json_answer(201, std::string("{}"), {.etag = entity_tag(1), .location = "/api/v1/products/7"});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body.view(), "{}");
  EXPECT_EQ(answer.get("ETag"), "\"1\"");
  EXPECT_EQ(answer.get("Location"), "/api/v1/products/7");
  EXPECT_TRUE(json_answer(200, std::string("{}")).headers.empty());
}

TEST(Answers, of_lists_name_the_next_page_and_the_total_only_when_there_is_one) {
  EXPECT_EQ(list_answer("[1,2]", "abc", 7).body.view(),
            R"({"data":[1,2],"page":{"next":"abc","has_more":true,"total":7}})");
  EXPECT_EQ(list_answer("[]", std::nullopt).body.view(), R"({"data":[],"page":{"has_more":false}})");
}

TEST(Answers, without_content_have_no_body) {
  EXPECT_EQ(no_content().status, 204);
  EXPECT_TRUE(no_content().content_type.empty());
  const auto stored = to_response({.status = 204});
  EXPECT_TRUE(stored.content_type.empty());
}

}  // namespace
}  // namespace ddd::api
