#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_api/harness.hpp>
#include <user/adapters/module_over_memory.hpp>

#include <ddd/user/adapters/http/held_data_dto.hpp>

namespace ddd::user {
namespace {

using api::test::code_of;
using api::test::Fields;
using api::test::json_of;
using api::test::violations_of;
using http::Method;

/// The routes behind the real pipeline. Users: 1 is the administrator ("admin-1"), 2 is Ada ("user-2").
class TheAccountRoutes : public testing::Test {
 protected:
  TheAccountRoutes() {
    web.routes = users.module.routes().routes;
    accounts.administrator();
    EXPECT_TRUE(accounts.register_user());
  }
  http::Response send(Method method, std::string_view path, std::string_view body = {}, Fields fields = {}) {
    if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
    return web.send(method, "/api/v1" + std::string(path), std::move(fields), body);
  }
  static Fields as(std::string_view token, Fields more = {}) {
    more.emplace_back("Authorization", "Bearer " + std::string(token));
    return more;
  }
  http::Response as_ada(Method method, std::string_view path, std::string_view body = {}) {
    return send(method, path, body, as("user-2"));
  }
  http::Response as_admin(Method method, std::string_view path, std::string_view body = {}, Fields more = {}) {
    return send(method, path, body, as("admin-1", std::move(more)));
  }
  std::string mailed_token() {
    EXPECT_TRUE(accounts.send_mails());
    return std::string(test::token_of(accounts.mailer.sent.back()).reveal());
  }

  test::ModuleOverMemory users;
  test::Accounts& accounts = users.accounts;
  api::test::Harness web;
};

TEST_F(TheAccountRoutes, change_a_password) {
  const auto change = [&](std::string_view current, std::string_view next) {
    return as_ada(
        Method::post, "/users/change-password",
        R"({"current_password":")" + std::string(current) + R"(","new_password":")" + std::string(next) + R"("})");
  };
  EXPECT_EQ(code_of(change("a guess", "another uncommon phrase")), "user.wrong_password");
  const auto weak = change("an uncommon phrase", "password");
  EXPECT_EQ(weak.status, 422);
  EXPECT_EQ(violations_of(weak), std::vector<std::string>{"/new_password common"});
  EXPECT_EQ(change("an uncommon phrase", "another uncommon phrase").status, 204);
  EXPECT_TRUE(accounts.log_in("ada@example.com", "another uncommon phrase"));
}

TEST_F(TheAccountRoutes, reset_a_password_with_one_answer_for_every_address) {
  const auto ask = [&](std::string_view email) {
    return send(Method::post, "/users/password-reset", R"({"email":")" + std::string(email) + R"("})");
  };
  const auto known = ask("ada@example.com");
  const auto unknown = ask("nobody@example.com");
  EXPECT_EQ(known.status, 202);
  EXPECT_EQ(unknown.status, 202);
  EXPECT_TRUE(known.body.view().empty() && unknown.body.view().empty());
  EXPECT_EQ(ask("nobody").status, 422);

  const auto body = R"({"token":")" + mailed_token() + R"(","new_password":"another uncommon phrase"})";
  EXPECT_EQ(send(Method::post, "/users/password-reset/confirm", body).status, 204);
  const auto again = send(Method::post, "/users/password-reset/confirm", body);
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(code_of(again), "user.token_invalid");
}

TEST_F(TheAccountRoutes, verify_an_address) {
  EXPECT_EQ(as_ada(Method::post, "/users/verify-email/request").status, 202);
  const auto body = R"({"token":")" + mailed_token() + R"("})";
  EXPECT_EQ(send(Method::post, "/users/verify-email", body).status, 204);
  EXPECT_EQ(code_of(send(Method::post, "/users/verify-email", body)), "user.token_invalid");
  EXPECT_TRUE(json_of(as_ada(Method::get, "/users/profile")).at("email_verified").as_bool());
}

TEST_F(TheAccountRoutes, list_and_end_sessions) {
  ASSERT_TRUE(accounts.log_in());
  ASSERT_TRUE(accounts.log_in());
  const auto first = json_of(as_ada(Method::get, "/users/me/sessions?limit=1"));
  ASSERT_EQ(first.at("data").as_array().size(), 1u);
  const std::string next(first.at("page").at("next").as_string());
  const auto second = json_of(as_ada(Method::get, "/users/me/sessions?limit=1&cursor=" + next));
  EXPECT_FALSE(second.at("page").at("has_more").as_bool());
  const std::string id(second.at("data").at(0).at("id").as_string());
  EXPECT_NE(id, first.at("data").at(0).at("id").as_string());

  EXPECT_EQ(as_ada(Method::del, "/users/me/sessions/" + id).status, 204);
  for (const auto& gone : {id, std::string("ses_1"), std::string("1")}) {
    const auto answer = as_ada(Method::del, "/users/me/sessions/" + gone);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(code_of(answer), "user.session_not_found");
  }
  EXPECT_EQ(as_ada(Method::del, "/users/me/sessions").status, 204);
  EXPECT_TRUE(json_of(as_ada(Method::get, "/users/me/sessions")).at("data").as_array().empty());
  EXPECT_EQ(as_ada(Method::get, "/users/me/sessions?cursor=x").status, 400);
}

TEST(ASessionBody, says_whether_it_is_the_one_that_asks) {
  const SessionView session{.id = SessionId::restore("ses_1"), .device = {.name = "Firefox", .address = "192.0.2.1"}};
  EXPECT_TRUE(to_body(session, SessionId::restore("ses_1")).current);
  EXPECT_FALSE(to_body(session, SessionId::restore("ses_2")).current);
  EXPECT_EQ(to_body(session, {}).device, "Firefox");
}

TEST_F(TheAccountRoutes, export_what_is_held_but_no_hash) {
  ASSERT_TRUE(accounts.log_in());
  EXPECT_FALSE(accounts.log_in("ada@example.com", "a guess"));
  ASSERT_TRUE(accounts.request_reset());
  const auto none = json_of(as_ada(Method::get, "/users/me/export"));
  EXPECT_FALSE(none.contains("basket") || none.contains("orders"));
  EXPECT_TRUE(none.at("payments").as_array().empty());
  ASSERT_TRUE(accounts.run(accounts.orders.add(UserId(2), accounts.clock.at, {.now = accounts.clock.at})));
  accounts.elsewhere.held = {.basket = DataElsewhere::Basket{.id = BasketId::restore("bsk_1"),
                                                             .items = {{ProductId(3), 2, Money(500, Currency())}}},
                             .payments = {{.id = PaymentId::restore("pay_1"),
                                           .status = "completed",
                                           .lines = {{.name = "Mug", .quantity = 1}}}},
                             .payment_methods = {{.id = "pm_1", .brand = "visa", .last_four_digits = "4242"}}};
  const auto response = as_ada(Method::get, "/users/me/export");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get("Cache-Control"), "no-store");
  const auto held = json_of(response);
  EXPECT_EQ(held.at("user").at("email").as_string(), "ada@example.com");
  EXPECT_EQ(held.at("sessions").as_array().size(), 1u);
  EXPECT_EQ(held.at("failed_logins").as_array().size(), 1u);
  EXPECT_EQ(held.at("mails").at(0).at("purpose").as_string(), "password_reset");
  EXPECT_EQ(held.at("orders").at("count").as_int64(), 1);
  EXPECT_EQ(held.at("basket").at("items").at(0).at("quantity").as_int64(), 2);
  EXPECT_EQ(held.at("payments").at(0).at("lines").at(0).at("name").as_string(), "Mug");
  EXPECT_EQ(held.at("payment_methods").at(0).at("last_four_digits").as_string(), "4242");
  EXPECT_THAT(std::string(response.body.view()), testing::Not(testing::HasSubstr("hash")));
}

TEST_F(TheAccountRoutes, erase_an_account_by_its_password) {
  EXPECT_EQ(code_of(as_ada(Method::del, "/users/me", R"({"password":"a guess"})")), "user.wrong_password");
  EXPECT_EQ(as_ada(Method::del, "/users/me").status, 415) << "a body is needed";
  EXPECT_EQ(as_ada(Method::del, "/users/me", R"({"password":"an uncommon phrase"})").status, 204);
  EXPECT_EQ(as_ada(Method::get, "/users/profile").status, 404);
}

TEST_F(TheAccountRoutes, list_users_by_filter_in_pages) {
  const auto emails = [&](std::string_view query) {
    std::vector<std::string> emails;
    const auto page = json_of(as_admin(Method::get, "/admin/users" + std::string(query)));
    for (const auto& user : page.at("data").as_array()) emails.emplace_back(user.at("email").as_string());
    return emails;
  };
  EXPECT_EQ(emails("?sort=email"), (std::vector<std::string>{"ada@example.com", "grace@example.com"}));
  EXPECT_EQ(emails("?role=admin"), std::vector<std::string>{"grace@example.com"});
  EXPECT_EQ(emails("?q=ADA@&is_active=true"), std::vector<std::string>{"ada@example.com"});
  for (const auto* sort : {"newest", "email", "name"}) {
    const auto query = "/admin/users?limit=1&include=total&sort=" + std::string(sort);
    const auto first = json_of(as_admin(Method::get, query));
    EXPECT_EQ(first.at("page").at("total").as_int64(), 2);
    const std::string cursor(first.at("page").at("next").as_string());
    const auto second = json_of(as_admin(Method::get, query + "&cursor=" + cursor));
    EXPECT_FALSE(second.at("page").at("has_more").as_bool());
    EXPECT_NE(first.at("data").at(0).at("id"), second.at("data").at(0).at("id"));
    EXPECT_EQ(as_admin(Method::get, "/admin/users?sort=name&role=user&cursor=" + cursor).status, 400);
  }
  EXPECT_EQ(violations_of(as_admin(Method::get, "/admin/users?role=root&is_active=1&sort=id&limit=0")),
            (std::vector<std::string>{"/query/role one_of", "/query/is_active one_of", "/query/sort one_of",
                                      "/query/limit min"}));
}

TEST_F(TheAccountRoutes, read_users_under_their_old_names_too) {
  EXPECT_EQ(json_of(as_admin(Method::get, "/users")).at("data").as_array().size(), 2u);
  EXPECT_EQ(as_admin(Method::get, "/users/2").body.view(), as_admin(Method::get, "/admin/users/2").body.view());
  EXPECT_EQ(as_ada(Method::get, "/users/2").status, 403);
  EXPECT_EQ(send(Method::get, "/users").status, 401);
}

TEST_F(TheAccountRoutes, edit_a_user_by_its_version) {
  const auto read = as_admin(Method::get, "/admin/users/2");
  EXPECT_EQ(read.get("ETag"), "\"1\"");
  for (const auto method : {Method::put, Method::patch}) {
    const auto stale = as_admin(method, "/admin/users/2", R"({"first_name":"A"})", {{"If-Match", "\"9\""}});
    EXPECT_EQ(stale.status, 412);
  }
  const auto edited =
      as_admin(Method::patch, "/admin/users/2", R"({"last_name":"King","is_active":false})", {{"If-Match", "\"1\""}});
  EXPECT_EQ(edited.status, 200);
  EXPECT_EQ(edited.get("ETag"), "\"2\"");
  EXPECT_FALSE(json_of(edited).at("is_active").as_bool());
  EXPECT_EQ(violations_of(as_admin(Method::put, "/admin/users/2", R"({"role":"root"})")),
            std::vector<std::string>{"/role one_of"});
  EXPECT_EQ(as_admin(Method::put, "/admin/users/2", R"({"email":"x@y.zz"})").status, 400);
  for (const auto* id : {"99", "0", "-1", "x"}) {
    EXPECT_EQ(as_admin(Method::put, "/admin/users/" + std::string(id), "{}").status, 404) << id;
  }
}

TEST_F(TheAccountRoutes, assign_a_role_and_keep_the_last_administrator) {
  const auto assign = [&](std::string_view id, std::string_view role) {
    return as_admin(Method::post, "/admin/users/" + std::string(id) + "/assign-role",
                    R"({"role":")" + std::string(role) + R"("})");
  };
  const auto refused = assign("1", "user");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "user.last_admin");
  EXPECT_EQ(json_of(assign("2", "admin")).at("role").as_string(), "admin");
  EXPECT_EQ(assign("2", "root").status, 422);
  EXPECT_EQ(assign("1", "user").status, 200);
}

TEST_F(TheAccountRoutes, delete_a_user) {
  EXPECT_EQ(as_admin(Method::del, "/admin/users/2", {}, {{"If-Match", "\"9\""}}).status, 412);
  EXPECT_EQ(as_admin(Method::del, "/admin/users/2").status, 204);
  EXPECT_EQ(as_admin(Method::del, "/admin/users/2").status, 404);
  EXPECT_EQ(code_of(as_admin(Method::del, "/admin/users/1")), "user.last_admin");
}

}  // namespace
}  // namespace ddd::user
