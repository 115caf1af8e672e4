#include "harness.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ddd/platform/api/openapi.hpp>

namespace ddd::api {
namespace {

using http::Method;
using testing::IsSupersetOf;
using testing::Not;

std::vector<RouteTable> shop() {
  Route pay{.method = Method::post,
            .path = "/payments/{id}/process",
            .name = "process_payment",
            .access = Access::user,
            .idempotency = IdempotencyRule::required};
  pay.docs = {.summary = "Pay",
              .description = "Charges it.",
              .request_schema = R"({"type":"object","required":["payment_method_id"]})",
              .answers = {{.status = 200, .description = "Completed", .schema = R"({"type":"object"})"},
                          {.status = 409, .description = "Not now", .codes = {"payment.total_changed"}}}};
  Route list{.method = Method::get, .path = "/payments", .name = "list_payments", .access = Access::admin};
  list.docs.query = {{.name = "limit", .schema = R"({"type":"integer","maximum":100})", .description = "Page size"}};
  Route change{.method = Method::patch, .path = "/products/{id}", .name = "change_product", .access = Access::admin};
  change.docs.answers = {{.status = 412, .description = "Stale", .codes = {"product.stale"}}};
  Route replace = change;
  replace.method = Method::put;
  Route get{.method = Method::get, .path = "/products/{id}", .name = "get_product"};
  Route hook{
      .method = Method::post, .path = "/webhooks/stripe", .name = "hook", .access = Access::provider, .raw_body = true};
  return {{.service = "payment-service", .routes = {pay, list, hook}},
          {.service = "product-service", .routes = {get, change, replace}},
          {.service = "payment-service",
           .routes = {{.method = Method::get, .path = "/livez", .name = "livez"}},
           .mount = Mount::root}};
}

std::string document() {
  const auto tables = shop();
  const std::vector<const RouteTable*> pointers{&tables[0], &tables[1], &tables[2]};
  return openapi_document({.title = "shop", .version = "1.2.3"}, pointers);
}

boost::json::value parsed() {
  return boost::json::parse(document());
}

std::vector<std::string> codes(const boost::json::value& operation, std::string_view status) {
  std::vector<std::string> codes;
  for (const auto& code : operation.at("responses").at(status).at("x-codes").as_array())
    codes.emplace_back(code.as_string());
  return codes;
}

std::vector<std::string> statuses(const boost::json::value& operation) {
  std::vector<std::string> statuses;
  for (const auto& [status, answer] : operation.at("responses").as_object()) statuses.emplace_back(status);
  return statuses;
}

TEST(OpenApi, is_the_same_for_the_same_tables) {
  EXPECT_EQ(document(), document());
  const auto root = parsed();
  EXPECT_EQ(root.at("openapi"), "3.1.0");
  EXPECT_EQ(root.at("info").at("title"), "shop");
  EXPECT_EQ(root.at("tags").as_array().size(), 2U);
}

TEST(OpenApi, has_every_route_at_its_path) {
  const auto root = parsed();
  const auto& paths = root.at("paths").as_object();
  EXPECT_EQ(paths.size(), 5U);
  EXPECT_TRUE(paths.contains("/livez"));
  const auto& product = paths.at("/api/v1/products/{id}").as_object();
  EXPECT_EQ(product.at("get").at("operationId"), "get_product");
  EXPECT_EQ(product.at("patch").at("operationId"), "change_product");
  EXPECT_EQ(product.at("put").at("operationId"), "change_product_put");
  EXPECT_EQ(product.at("get").at("tags").at(0), "product-service");
}

TEST(OpenApi, tells_who_may_call) {
  const auto root = parsed();
  const auto& paths = root.at("paths").as_object();
  const auto security = [&](std::string_view path, std::string_view method) {
    return boost::json::serialize(paths.at(path).at(method).at("security"));
  };
  EXPECT_EQ(security("/api/v1/payments/{id}/process", "post"), R"([{"bearer":[]}])");
  EXPECT_EQ(security("/api/v1/products/{id}", "get"), R"([{},{"bearer":[]}])");
  EXPECT_EQ(security("/api/v1/webhooks/stripe", "post"), "[]");
  EXPECT_EQ(paths.at("/api/v1/payments").at("get").at("x-access"), "admin");
}

TEST(OpenApi, describes_parameters_and_bodies) {
  const auto root = parsed();
  const auto& pay = root.at("paths").at("/api/v1/payments/{id}/process").at("post");
  EXPECT_EQ(boost::json::serialize(pay.at("parameters").at(0)),
            R"({"name":"id","in":"path","required":true,"schema":{"type":"string"}})");
  EXPECT_EQ(pay.at("parameters").at(1).at("name"), "Idempotency-Key");
  EXPECT_EQ(pay.at("parameters").at(1).at("required"), true);
  EXPECT_EQ(pay.at("requestBody").at("required"), true);
  EXPECT_EQ(pay.at("requestBody").at("content").at("application/json").at("schema").at("type"), "object");
  EXPECT_EQ(boost::json::serialize(root.at("paths").at("/api/v1/payments").at("get").at("parameters")),
            R"([{"name":"limit","in":"query","description":"Page size","schema":{"type":"integer","maximum":100}}])");
  EXPECT_EQ(root.at("paths").at("/api/v1/products/{id}").at("patch").at("parameters").at(1).at("name"), "If-Match");
  EXPECT_TRUE(root.at("paths")
                  .at("/api/v1/webhooks/stripe")
                  .at("post")
                  .at("requestBody")
                  .at("content")
                  .as_object()
                  .contains("*/*"));
}

TEST(OpenApi, lists_documented_and_common_answers) {
  const auto root = parsed();
  const auto& pay = root.at("paths").at("/api/v1/payments/{id}/process").at("post");
  EXPECT_THAT(statuses(pay),
              testing::ElementsAre("200", "400", "401", "404", "409", "413", "415", "422", "429", "500", "503"));
  EXPECT_EQ(codes(pay, "409"), (std::vector<std::string>{"payment.total_changed", "idempotency.in_flight"}));
  EXPECT_EQ(pay.at("responses").at("409").at("description"), "Not now");
  EXPECT_THAT(codes(pay, "400"), IsSupersetOf({"request.invalid", "request.malformed", "idempotency.key_required",
                                               "idempotency.key_invalid"}));
  EXPECT_THAT(codes(pay, "422"), IsSupersetOf({"request.card_number", "idempotency.key_reused"}));
  EXPECT_EQ(pay.at("responses").at("422").at("content").at("application/problem+json").at("schema").at("$ref"),
            "#/components/schemas/Problem");
  EXPECT_TRUE(root.at("components").at("schemas").as_object().contains("Problem"));
  const auto& get = root.at("paths").at("/api/v1/products/{id}").at("get");
  EXPECT_EQ(codes(get, "401"), std::vector<std::string>{"auth.invalid_token"});
  EXPECT_THAT(statuses(get), Not(testing::Contains("415")));
  EXPECT_THAT(statuses(root.at("paths").at("/livez").at("get")), Not(testing::Contains("429")));
}

}  // namespace
}  // namespace ddd::api
