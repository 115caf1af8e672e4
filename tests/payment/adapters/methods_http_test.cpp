#include <payment/adapters/routes.hpp>

namespace ddd::payment {
namespace {

using test::code_of;
using test::json_of;
using test::Method;
using test::violations_of;

class PaymentMethodRoutes : public test::Routes {
 protected:
  http::Response add(const std::string& token = "pm_card_visa", std::string_view more = {}) {
    return send(Method::post, "/payment-methods",
                R"({"type":"card","provider":"stripe","token":")" + token + "\"" + std::string(more) + "}");
  }
  http::Response change(const std::string& id, std::string_view body, const std::string& user = "user-7") {
    return send(Method::put, "/payment-methods/" + id, body, {}, user);
  }
  boost::json::array list(const std::string& user = "user-7") {
    return json_of(get("/payment-methods", user)).at("data").as_array();
  }
};

TEST_F(PaymentMethodRoutes, keep_a_card_without_its_number_or_token) {
  const auto added = add();
  EXPECT_EQ(added.status, 201);
  const auto id = id_of(added);
  EXPECT_EQ(added.get("Location"), "/api/v1/payment-methods/" + id);
  EXPECT_EQ(added.body.view(), R"({"id":")" + id +
                                   R"(","type":"card","provider":"stripe","brand":"visa","last_four_digits":"4242",)"
                                   R"("expiry_month":12,"expiry_year":2034,"is_default":true,"is_active":true})");
  EXPECT_EQ(get("/payment-methods").body.view(),
            R"({"data":[)" + std::string(added.body.view()) + R"(],"page":{"has_more":false}})");
  EXPECT_TRUE(list("user-8").empty());
}

TEST_F(PaymentMethodRoutes, pay_with_a_saved_method) {
  const auto id = id_of(add());
  EXPECT_EQ(buy(id).status, 201);
  EXPECT_EQ(till.provider.intent().method, "pm_card_visa");
}

TEST_F(PaymentMethodRoutes, refuse_other_kinds_and_what_the_provider_does_not_know) {
  const auto refused = send(Method::post, "/payment-methods", R"({"type":"cash","provider":"paypal","token":"pm_1"})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(violations_of(refused), (std::vector<std::string>{"/type enum", "/provider enum"}));
  EXPECT_EQ(violations_of(add("tok_visa")), std::vector<std::string>{"/token payment_method"});
  EXPECT_EQ(code_of(add("4242424242424242")), "request.card_number");
  EXPECT_EQ(code_of(add("pm_unknown")), "payment_method.unknown");
  till.provider.fail_next("card_of", test::Fault::not_executed);
  EXPECT_EQ(add().status, 503);
  EXPECT_EQ(send(Method::post, "/payment-methods", R"({"type":"card","provider":"stripe"})").status, 400);
  EXPECT_TRUE(list().empty());
}

TEST_F(PaymentMethodRoutes, keep_one_default) {
  const auto first = id_of(add("pm_a"));
  const auto second = id_of(add("pm_b", R"(,"is_default":true)"));
  EXPECT_EQ(list()[0].at("id").as_string(), second);
  const auto chosen = send(Method::post, "/payment-methods/" + first + "/set-default");
  EXPECT_EQ(chosen.status, 200);
  EXPECT_TRUE(json_of(chosen).at("is_default").as_bool());
  EXPECT_EQ(list()[0].at("id").as_string(), first);
  EXPECT_FALSE(list()[1].at("is_default").as_bool());
  EXPECT_EQ(violations_of(change(first, R"({"is_default":false})")),
            std::vector<std::string>{"/is_default default_required"});
}

TEST_F(PaymentMethodRoutes, switch_off_and_forget) {
  const auto first = id_of(add("pm_a"));
  const auto off = change(first, R"({"is_active":false})");
  EXPECT_EQ(off.status, 200);
  EXPECT_FALSE(json_of(off).at("is_active").as_bool());
  EXPECT_EQ(code_of(change(first, R"({"is_default":true})")), "payment_method.inactive");
  EXPECT_EQ(code_of(buy(first)), "payment_method.inactive");
  EXPECT_EQ(send(Method::del, "/payment-methods/" + first).status, 204);
  EXPECT_EQ(send(Method::del, "/payment-methods/" + first).status, 404);
  EXPECT_EQ(code_of(buy(first)), "payment_method.not_found");
}

TEST_F(PaymentMethodRoutes, know_no_method_of_somebody_else) {
  const auto id = id_of(add());
  EXPECT_EQ(change(id, R"({"is_active":false})", "user-8").status, 404);
  EXPECT_EQ(send(Method::del, "/payment-methods/" + id, {}, {}, "user-8").status, 404);
  EXPECT_EQ(send(Method::post, "/payment-methods/" + id + "/set-default", {}, {}, "user-8").status, 404);
  EXPECT_EQ(change("nonsense", R"({"is_active":false})").status, 404);
  EXPECT_EQ(api.get("/api/v1/payment-methods").status, 401);
  EXPECT_TRUE(list()[0].at("is_active").as_bool());
}

TEST_F(PaymentMethodRoutes, add_once_under_a_key) {
  const std::string body = R"({"type":"card","provider":"stripe","token":"pm_card_visa"})";
  const auto first = post("/payment-methods", body, "0123456789abcdef");
  const auto again = post("/payment-methods", body, "0123456789abcdef");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body.view(), first.body.view());
  EXPECT_EQ(again.get("Idempotent-Replayed"), "true");
  EXPECT_EQ(list().size(), 1u);
}

}  // namespace
}  // namespace ddd::payment
