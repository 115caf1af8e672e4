#include "harness.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>

namespace ddd::api {
namespace {

using http::Method;
using test::code_of;
using test::Harness;
using testing::HasSubstr;
using testing::Not;

TEST(PipelineAnswers, turn_errors_into_problems) {
  Harness api;
  api.add(Method::get, "/things");
  api.respond = [] { return Refused(Error{.kind = ErrorKind::conflict, .code = "thing.busy", .message = "Busy."}); };
  const auto response = api.get("/api/v1/things");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(code_of(response), "thing.busy");
}

TEST(PipelineAnswers, turn_exceptions_into_500_and_a_line_of_the_log) {
  Harness api;
  api.add(Method::get, "/things");
  api.respond = []() -> Result<http::Response> { throw std::runtime_error("SELECT broke"); };
  const auto response = api.get("/api/v1/things");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(code_of(response), "internal");
  EXPECT_THAT(std::string(response.body.view()), Not(HasSubstr("SELECT")));
  EXPECT_THAT(api.end_and_read_log(), HasSubstr("SELECT broke"));
}

TEST(PipelineAnswers, keep_the_reason_of_a_defect_for_the_log) {
  Harness api;
  api.add(Method::get, "/things");
  api.respond = [] {
    return Refused(Error{.kind = ErrorKind::internal, .code = "thing.broken", .message = "row 7 is bad"});
  };
  EXPECT_THAT(std::string(api.get("/api/v1/things").body.view()), Not(HasSubstr("row 7")));
  EXPECT_THAT(api.end_and_read_log(), HasSubstr("row 7 is bad"));
}

TEST(PipelineAnswers, carry_security_headers_unless_the_handler_says_how_to_cache) {
  Harness api;
  api.add(Method::get, "/things");
  auto response = api.get("/api/v1/things");
  EXPECT_EQ(response.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.get("Cache-Control"), "no-store");
  api.respond = [] {
    http::Response cached;
    cached.set("Cache-Control", "public, max-age=5");
    return cached;
  };
  response = api.get("/api/v1/things");
  EXPECT_EQ(response.get("Cache-Control"), "public, max-age=5");
  EXPECT_EQ(api.get("/unknown").get("Cache-Control"), "no-store");
}

TEST(PipelineConditions, answer_304_when_the_client_has_the_version) {
  Harness api;
  api.add(Method::get, "/things");
  api.add(Method::post, "/things");
  api.respond = [] { return json_answer(200, std::string("{}"), {.etag = entity_tag(7)}); };
  const auto known = api.get("/api/v1/things", {{"If-None-Match", R"("1", "7")"}});
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.get("ETag"), "\"7\"");
  EXPECT_TRUE(known.body.view().empty());
  EXPECT_TRUE(known.content_type.empty());
  EXPECT_FALSE(known.get("X-Request-Id").empty());
  EXPECT_EQ(api.send(Method::head, "/api/v1/things", {{"If-None-Match", "*"}}).status, 304);
  EXPECT_EQ(api.get("/api/v1/things", {{"If-None-Match", R"("8")"}}).status, 200);
  EXPECT_EQ(api.post("/api/v1/things", "{}", {{"If-None-Match", R"("7")"}}).status, 200);
  api.respond = [] { return json_answer(200, std::string("{}")); };
  EXPECT_EQ(api.get("/api/v1/things", {{"If-None-Match", "*"}}).status, 200);
}

TEST(PipelineMetrics, count_by_service_method_route_and_status) {
  Harness api;
  api.options.bare_paths = true;
  api.add(Method::get, "/things/{id}");
  api.get("/api/v1/things/1");
  api.get("/things/2");
  api.get("/things/2?x=1");
  api.get("/unknown/1");
  api.send(Method::del, "/things/1");
  const auto text = api.metrics.expose();
  const auto count = [&](std::string service, std::string method, std::string route, std::string status) {
    return "http_server_request_duration_seconds_count{method=\"" + method + "\",route=\"" + route + "\",service=\"" +
           service + "\",status=\"" + status + "\"} ";
  };
  EXPECT_THAT(text, HasSubstr(count("test-service", "GET", "/things/{id}", "204") + "2"));
  EXPECT_THAT(text, HasSubstr(count("test-service", "GET", "/things/{id}", "400") + "1"));
  EXPECT_THAT(text, HasSubstr(count("test", "GET", "unmatched", "404") + "1"));
  EXPECT_THAT(text, HasSubstr(count("test", "DELETE", "unmatched", "405") + "1"));
}

TEST(PipelineLog, tells_each_request_in_one_line_without_its_path) {
  Harness api;
  api.add(Method::get, "/things/{id}");
  api.add(Method::post, "/things", Access::user);
  api.get("/api/v1/things/private-value", {{"X-Request-Id", "request-one"}});
  api.post("/api/v1/things", "{}", {{"Authorization", "Bearer user-7"}});
  api.get("/private-path");
  const auto text = api.end_and_read_log();
  std::vector<boost::json::object> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    lines.push_back(boost::json::parse(text.substr(at, text.find('\n', at) - at)).as_object());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].at("level"), "debug");
  EXPECT_EQ(lines[0].at("route"), "route_0");
  EXPECT_EQ(lines[0].at("request_id"), "request-one");
  EXPECT_EQ(lines[0].at("status"), 204);
  EXPECT_EQ(lines[0].at("trace_id").as_string().size(), 32U);
  EXPECT_TRUE(lines[0].contains("duration_ms"));
  EXPECT_EQ(lines[1].at("level"), "info");
  EXPECT_EQ(lines[1].at("user_id"), 7);
  EXPECT_EQ(lines[2].at("level"), "info");
  EXPECT_EQ(lines[2].at("route"), "unmatched");
  EXPECT_EQ(lines[2].at("error"), "http.not_found");
  EXPECT_THAT(text, Not(HasSubstr("private")));
}

}  // namespace
}  // namespace ddd::api
