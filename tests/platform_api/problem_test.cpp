#include "harness.hpp"
#include <gtest/gtest.h>

#include <ddd/platform/api/problem.hpp>

namespace ddd::api {
namespace {

using test::code_of;
using test::json_of;

constexpr ProblemOrigin kOrigin{.request_id = "req-12345", .trace_id = "0af7651916cd43dd8448eb211c80319c"};

TEST(Problem, has_the_status_of_its_kind) {
  const std::vector<std::pair<ErrorKind, int>> statuses{
      {ErrorKind::malformed, 400}, {ErrorKind::unauthenticated, 401}, {ErrorKind::declined, 402},
      {ErrorKind::forbidden, 403}, {ErrorKind::not_found, 404},       {ErrorKind::conflict, 409},
      {ErrorKind::stale, 412},     {ErrorKind::rejected, 422},        {ErrorKind::too_many, 429},
      {ErrorKind::internal, 500},  {ErrorKind::unavailable, 503},     {ErrorKind::timeout, 503}};
  for (const auto& [kind, status] : statuses) {
    const auto response = to_problem({.kind = kind, .code = "some.code"}, kOrigin);
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(json_of(response).at("status").as_int64(), status);
    EXPECT_EQ(response.content_type, "application/problem+json");
  }
}

TEST(Problem, names_type_title_detail_instance_code_and_trace) {
  const auto body = json_of(to_problem(
      {.kind = ErrorKind::conflict, .code = "basket.insufficient_stock", .message = "Only 3 left."}, kOrigin));
  EXPECT_EQ(body.at("type"), "urn:ddd-micro:error:basket.insufficient_stock");
  EXPECT_EQ(body.at("title"), "Insufficient stock");
  EXPECT_EQ(body.at("detail"), "Only 3 left.");
  EXPECT_EQ(body.at("instance"), "urn:ddd-micro:request:req-12345");
  EXPECT_EQ(body.at("code"), "basket.insufficient_stock");
  EXPECT_EQ(body.at("trace_id"), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_FALSE(body.contains("errors"));
}

TEST(Problem, lists_broken_rules_with_their_limits) {
  const auto body = json_of(to_problem({.kind = ErrorKind::rejected,
                                        .code = "basket.invalid",
                                        .violations = {{"/items/0/quantity", "max", "too many", 99},
                                                       {"/items/1", "unknown", "not there", std::nullopt}}},
                                       kOrigin));
  EXPECT_EQ(boost::json::serialize(body.at("errors")),
            R"([{"pointer":"/items/0/quantity","code":"max","message":"too many","limit":99},)"
            R"({"pointer":"/items/1","code":"unknown","message":"not there"}])");
}

TEST(Problem, carries_the_errors_members_at_its_top) {
  const auto usd = Currency::from_code("USD").value();
  const auto error = Error{.kind = ErrorKind::conflict, .code = "payment.total_changed"}
                         .with("available", std::int64_t{3})
                         .with("payment_id", std::string("pay_\"1"))
                         .with("total", Money(1999, usd))
                         .with("lines", ErrorRows{{{"product_id", std::int64_t{7}}, {"price", Money(5, usd)}}, {}});
  const auto body = json_of(to_problem(error, kOrigin));
  EXPECT_EQ(body.at("available"), 3);
  EXPECT_EQ(body.at("payment_id"), "pay_\"1");
  EXPECT_EQ(boost::json::serialize(body.at("total")), R"({"amount":1999,"currency":"USD"})");
  EXPECT_EQ(boost::json::serialize(body.at("lines")), R"([{"product_id":7,"price":{"amount":5,"currency":"USD"}},{}])");
}

TEST(Problem, of_a_defect_shows_its_code_alone) {
  const auto error = Error{.kind = ErrorKind::internal,
                           .code = "internal",
                           .message = "SELECT secret",
                           .violations = {{"/secret", "secret", "secret", std::nullopt}}}
                         .with("secret", std::string("secret"));
  const auto response = to_problem(error, kOrigin);
  EXPECT_EQ(response.body.view().find("secret"), std::string_view::npos);
  EXPECT_EQ(code_of(response), "internal");
}

TEST(Problem, says_how_to_authenticate) {
  const auto none = to_problem({.kind = ErrorKind::unauthenticated, .code = "auth.required"}, kOrigin);
  EXPECT_EQ(none.get("WWW-Authenticate"), R"(Bearer realm="ddd-micro")");
  const auto bad = to_problem({.kind = ErrorKind::unauthenticated, .code = "auth.invalid_token"}, kOrigin);
  EXPECT_EQ(bad.get("WWW-Authenticate"), R"(Bearer realm="ddd-micro", error="invalid_token")");
}

TEST(Problem, says_when_to_come_back) {
  EXPECT_EQ(to_problem({.kind = ErrorKind::unavailable}, kOrigin).get("Retry-After"), "1");
  EXPECT_EQ(to_problem({.kind = ErrorKind::timeout}, kOrigin).get("Retry-After"), "1");
  EXPECT_EQ(to_problem({.kind = ErrorKind::too_many, .retry_after_seconds = 30}, kOrigin).get("Retry-After"), "30");
  EXPECT_EQ(to_problem({.kind = ErrorKind::conflict}, kOrigin).get("Retry-After"), "");
}

TEST(Problem, of_the_transport_has_the_same_form_and_an_id_of_its_own) {
  SystemClock clock;
  SystemIds ids(clock);
  const TransportProblems problems(ids);
  for (const int status : {400, 405, 408, 413, 415, 417, 431, 503}) {
    const auto response = problems(status, "http.headers_too_large", "Too large.");
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(code_of(response), "http.headers_too_large");
    EXPECT_EQ(json_of(response).at("detail"), "Too large.");
    EXPECT_FALSE(response.get("X-Request-Id").empty());
    EXPECT_EQ(response.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.get("Retry-After"), status == 503 ? "1" : "");
  }
}

}  // namespace
}  // namespace ddd::api
