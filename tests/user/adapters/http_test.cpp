#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_api/harness.hpp>
#include <user/adapters/module_over_memory.hpp>

namespace ddd::user {
namespace {

using api::test::code_of;
using api::test::Fields;
using api::test::json_of;
using api::test::violations_of;
using http::Method;

/// The module's routes behind the real pipeline; the token "user-1" is the first account's.
class TheUserRoutes : public testing::Test {
 protected:
  TheUserRoutes() { web.routes = module.routes().routes; }

  http::Response post(std::string_view path, std::string_view body, Fields fields = {}) {
    return web.post("/api/v1" + std::string(path), body, std::move(fields));
  }
  http::Response register_ada() {
    return post(
        "/users/register",
        R"({"email":"Ada@Example.com","password":"an uncommon phrase","first_name":"Ada","last_name":"Lovelace"})");
  }
  http::Response log_in(std::string_view password = "an uncommon phrase") {
    return post("/users/login", R"({"email":"ada@example.com","password":")" + std::string(password) + R"("})");
  }
  std::string refresh_token_of(const http::Response& response) {
    return std::string(json_of(response).at("refresh_token").as_string());
  }
  static std::string token_body(std::string_view token) {
    return R"({"refresh_token":")" + std::string(token) + R"("})";
  }
  static Fields as_ada() { return {{"Authorization", "Bearer user-1"}}; }

  test::ModuleOverMemory users;
  test::Accounts& accounts = users.accounts;
  Module& module = users.module;
  api::test::Harness web;
};

std::vector<std::string> keys_of(const boost::json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  return keys;
}

const std::vector<std::string> kUserKeys{"id",        "email",          "first_name", "last_name",  "role",
                                         "is_active", "email_verified", "version",    "created_at", "updated_at"};

TEST_F(TheUserRoutes, register_an_account_and_never_show_a_hash) {
  const auto response = register_ada();
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.get("Location"), "/api/v1/users/profile");
  EXPECT_EQ(response.get("ETag"), "\"1\"");
  const auto body = json_of(response);
  EXPECT_EQ(keys_of(body), kUserKeys);
  EXPECT_EQ(body.at("id").as_int64(), 1);
  EXPECT_EQ(body.at("email").as_string(), "ada@example.com");
  EXPECT_EQ(body.at("role").as_string(), "user");
  EXPECT_EQ(code_of(register_ada()), "user.email_taken");
}

TEST_F(TheUserRoutes, take_no_role_and_no_other_field_at_registration) {
  const auto response =
      post("/users/register",
           R"({"email":"a@b.co","password":"an uncommon phrase","first_name":"A","last_name":"B","role":"admin"})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(violations_of(response), std::vector<std::string>{"/role unknown"});
  EXPECT_TRUE(accounts.data.users.empty());
}

TEST_F(TheUserRoutes, tell_every_broken_rule_of_a_registration) {
  const auto response =
      post("/users/register", R"({"email":"a","password":"12345678","first_name":"","last_name":"B"})");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(code_of(response), "user.invalid");
  EXPECT_EQ(violations_of(response),
            (std::vector<std::string>{"/email format", "/password common", "/first_name required"}));
  EXPECT_THAT(std::string(response.body.view()), testing::Not(testing::HasSubstr("12345678")));
}

TEST_F(TheUserRoutes, log_in_with_tokens_and_user_that_no_cache_keeps) {
  register_ada();
  const auto response = log_in();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get("Cache-Control"), "no-store");
  const auto body = json_of(response);
  EXPECT_EQ(keys_of(body),
            (std::vector<std::string>{"access_token", "token_type", "expires_in", "refresh_token", "user"}));
  EXPECT_EQ(body.at("token_type").as_string(), "Bearer");
  EXPECT_EQ(body.at("expires_in").as_int64(), 600);
  EXPECT_EQ(keys_of(body.at("user").as_object()), kUserKeys);
}

TEST_F(TheUserRoutes, refuse_a_login_with_401_and_too_many_with_429) {
  register_ada();
  for (int i = 0; i < 10; ++i) {
    const auto refused = log_in("wrong");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(code_of(refused), "auth.invalid_credentials");
    EXPECT_TRUE(refused.get("WWW-Authenticate").starts_with("Bearer"));
  }
  const auto refused = log_in();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "auth.too_many_logins");
  EXPECT_EQ(refused.get("Retry-After"), "60");
}

TEST_F(TheUserRoutes, refresh_once_per_token) {
  register_ada();
  const auto first = refresh_token_of(log_in());
  const auto response = post("/users/refresh-token", token_body(first));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(keys_of(json_of(response)),
            (std::vector<std::string>{"access_token", "token_type", "expires_in", "refresh_token"}));
  const auto reused = post("/users/refresh-token", token_body(first));
  EXPECT_EQ(reused.status, 401);
  EXPECT_EQ(code_of(reused), "auth.refresh_reused");
  EXPECT_EQ(code_of(post("/users/refresh-token", token_body(refresh_token_of(response)))),
            "auth.invalid_refresh_token");
}

TEST_F(TheUserRoutes, log_out_signed_in_callers_whatever_the_token) {
  register_ada();
  const auto token = refresh_token_of(log_in());
  EXPECT_EQ(post("/users/logout", token_body(token)).status, 401);
  for (const auto& each : {token, token, std::string("unknown")}) {
    const auto response = post("/users/logout", token_body(each), as_ada());
    EXPECT_EQ(response.status, 204);
    EXPECT_TRUE(response.body.view().empty());
  }
  EXPECT_EQ(code_of(post("/users/refresh-token", token_body(token))), "auth.invalid_refresh_token");
}

TEST_F(TheUserRoutes, read_and_edit_the_profile_by_its_version) {
  register_ada();
  const auto read = web.get("/api/v1/users/profile", as_ada());
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.get("ETag"), "\"1\"");
  EXPECT_EQ(web.get("/api/v1/users/profile").status, 401);

  const auto edit = [&](Method method, std::string_view body, std::string_view version) {
    return web.send(
        method, "/api/v1/users/profile",
        {{"Authorization", "Bearer user-1"}, {"Content-Type", "application/json"}, {"If-Match", std::string(version)}},
        body);
  };
  const auto edited = edit(Method::patch, R"({"first_name":"Augusta"})", "\"1\"");
  EXPECT_EQ(edited.status, 200);
  EXPECT_EQ(edited.get("ETag"), "\"2\"");
  EXPECT_EQ(json_of(edited).at("last_name").as_string(), "Lovelace");
  EXPECT_EQ(edit(Method::put, R"({"last_name":"King"})", "\"1\"").status, 412);
  EXPECT_EQ(edit(Method::put, R"({"last_name":"King"})", "*").status, 200);
  EXPECT_EQ(edit(Method::patch, R"({"last_name":""})", "*").status, 422);
  EXPECT_EQ(edit(Method::patch, R"({"email":"x@y.zz"})", "*").status, 400);
}

TEST_F(TheUserRoutes, validate_access_tokens_under_both_names) {
  register_ada();
  const auto token = std::string(json_of(log_in()).at("access_token").as_string());
  for (const auto* path : {"/validate-token", "/users/validate-token"}) {
    const auto response = post(path, R"({"token":")" + token + R"("})");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body.view(),
              R"({"valid":true,"user_id":1,"role":"user","expires_at":"2026-01-31T00:10:00.000Z"})");
    EXPECT_EQ(code_of(post(path, R"({"token":"forged"})")), "auth.invalid_token");
  }
}

TEST_F(TheUserRoutes, publish_the_keys_outside_the_prefix) {
  api::test::Harness root;
  const auto table = module.well_known();
  root.routes = table.routes;
  root.mount = table.mount;
  const auto response = root.get("/.well-known/jwks.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.view(), R"({"keys":[]})");
  EXPECT_EQ(response.get("Cache-Control"), "public, max-age=300");
}

TEST_F(TheUserRoutes, are_each_documented_with_a_summary_an_answer_and_what_they_take) {
  for (const auto& route : module.routes().routes) {
    EXPECT_FALSE(route.docs.summary.empty()) << route.name;
    EXPECT_FALSE(route.docs.answers.empty()) << route.name;
    const bool takes_a_body = route.method == Method::put || route.method == Method::patch;
    if (takes_a_body) EXPECT_FALSE(route.docs.request_schema.empty()) << route.name;
    if (route.method == Method::get) EXPECT_TRUE(route.docs.request_schema.empty()) << route.name;
  }
}

TEST(ThePublishedApi, answers_payment_in_the_order_asked_and_nobody_else) {
  test::Accounts accounts;
  ASSERT_TRUE(accounts.register_user());
  const auto session = accounts.principal(accounts.log_in()->tokens).session_id;
  LocalUserApi api(accounts.application);
  CallContext call;
  const auto ask = [&] { return accounts.run(api.validate_users(call, {{UserId(2), session}, {UserId(1), session}})); };
  EXPECT_EQ(ask().error().code, "auth.internal_only");
  call.service = "payment-service";
  const auto answers = ask();
  ASSERT_EQ(answers->size(), 2u);
  EXPECT_EQ(answers->at(0).user_id, UserId(2));
  EXPECT_FALSE(answers->at(0).valid);
  EXPECT_TRUE(answers->at(1).valid);
}

}  // namespace
}  // namespace ddd::user
