#include <payment/adapters/routes.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::Fields;
using test::json_of;
using test::Method;
using test::violations_of;

class PaymentRoutes : public test::Routes {};

TEST_F(PaymentRoutes, sell_in_one_call_and_show_the_payment_in_the_documented_form) {
  const auto made = post(
      "/payments", R"({"product_id":1,"quantity":2,"payment_method_id":"pm_card_visa","order_id":"ord-9",)"
                   R"("expected_total":{"amount":3998,"currency":"USD"},"return_url":"https://shop.example/done"})");
  EXPECT_EQ(made.status, 201);
  const auto id = till.stored().id.to_text();
  EXPECT_EQ(made.get("Location"), "/api/v1/payments/" + id);
  EXPECT_EQ(made.get("ETag"), "\"5\"");
  EXPECT_EQ(made.body.view(),
            R"({"id":")" + id +
                R"(","user_id":7,"order_id":"ord-9","amount":{"amount":3998,"currency":"USD"},"status":"completed",)"
                R"("state":"completed","uncertain":false,"payment_method":"pm_card_visa","payment_provider":"stripe",)"
                R"("transaction_id":"pi_1","lines":[{"product_id":1,"name":"Product 1","quantity":2,)"
                R"("unit_price":{"amount":1999,"currency":"USD"},"line_total":{"amount":3998,"currency":"USD"}}],)"
                R"("client_secret":"secret_of_pi_1",)"
                R"("refunded_amount":{"amount":0,"currency":"USD"},"version":5,)"
                R"("created_at":"2026-01-31T00:00:00.000Z","updated_at":"2026-01-31T00:00:00.000Z",)"
                R"("completed_at":"2026-01-31T00:00:00.000Z"})");
  const auto read = get("/payments/" + id);
  EXPECT_EQ(read.body.view(), made.body.view());
  EXPECT_EQ(read.get("ETag"), made.get("ETag"));
}

TEST_F(PaymentRoutes, hold_the_stock_of_a_payment_without_a_method) {
  const auto made = wait();
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(text(made, "status"), "pending");
  EXPECT_EQ(text(made, "state"), "stock_reserved");
  EXPECT_EQ(text(made, "expires_at"), "2026-01-31T00:14:00.000Z");
  EXPECT_FALSE(json_of(made).contains("payment_method"));

  const auto paid = post("/payments/" + id_of(made) + "/process", R"({"payment_method_id":"pm_card_visa"})");
  EXPECT_EQ(paid.status, 200);
  EXPECT_EQ(text(paid, "status"), "completed");
  EXPECT_EQ(paid.get("Location"), "");
}

TEST_F(PaymentRoutes, answer_202_when_holding_the_stock_is_left_to_the_recovery_worker) {
  till.shelf.before_reserve = [this] { till.shelf.is_away = true; };
  const auto made = wait();
  EXPECT_EQ(made.status, 202) << "nothing is held yet, so this is not the last word under the key";
  EXPECT_EQ(text(made, "state"), "validated");
}

TEST_F(PaymentRoutes, pay_baskets_by_their_id_or_the_current_one) {
  const BasketId basket = till.ids.make<BasketId>();
  till.baskets.baskets[UserId(7)] = {{basket, 3}, {{ProductId(1), 1}}};
  const auto made = post("/payments", R"({"basket":"current"})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(text(made, "basket_id"), basket.to_text());
  EXPECT_EQ(json_of(made).at("basket_version").as_int64(), 3);

  const auto again = post("/payments", R"({"basket_id":")" + basket.to_text() + R"("})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(code_of(again), "payment.already_open");
  EXPECT_EQ(text(again, "payment_id"), id_of(made));
}

TEST_F(PaymentRoutes, send_the_buyer_to_the_bank_and_finish_on_their_own) {
  const auto made =
      post("/payments",
           R"({"product_id":1,"quantity":1,"payment_method_id":"pm_card_3ds","return_url":"https://shop.example"})");
  EXPECT_EQ(made.status, 202);
  EXPECT_EQ(text(made, "status"), "processing");
  EXPECT_EQ(text(made, "state"), "requires_action");
  EXPECT_EQ(json_of(made).at("next_action"),
            boost::json::parse(R"({"type":"redirect_to_url","redirect_to_url":{"url":"https://bank.example/3ds/pi_1",)"
                               R"("return_url":"https://shop.example"}})"));
  till.provider.act("pi_1", true);
  const auto heard = api.send(Method::post, "/api/v1/webhooks/stripe", {{"Stripe-Signature", "good"}}, "evt_1 pi_1");
  EXPECT_EQ(heard.status, 200);
  const auto jobs = module.jobs();
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].every, 1s);
  ASSERT_TRUE(ddd::test::await(api.context, jobs[0].run()));
  EXPECT_EQ(text(get("/payments/" + id_of(made)), "status"), "completed");
}

TEST_F(PaymentRoutes, tell_a_decline_and_take_another_method) {
  const auto declined = buy("pm_card_poor");
  EXPECT_EQ(declined.status, 402);
  EXPECT_EQ(code_of(declined), "payment.declined");
  EXPECT_EQ(text(declined, "decline_code"), "insufficient_funds");
  EXPECT_EQ(text(declined, "payment_status"), "pending");
  EXPECT_EQ(json_of(declined).at("status").as_int64(), 402);
  const auto id = text(declined, "payment_id");
  EXPECT_EQ(text(get("/payments/" + id), "decline_code"), "insufficient_funds");

  const auto paid = post("/payments/" + id + "/process", R"({"payment_method_id":"pm_card_visa"})");
  EXPECT_EQ(paid.status, 200);
  const auto late = post("/payments/" + id + "/process", R"({"payment_method_id":"pm_card_visa"})");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code_of(late), "payment.not_processable");
  EXPECT_EQ(text(late, "payment_status"), "completed");
}

TEST_F(PaymentRoutes, answer_202_while_the_outcome_is_not_known_and_the_outcome_to_a_repeat) {
  till.provider.fail_next("confirm", test::Fault::lost_answer);
  const auto made = buy("pm_card_visa", "0123456789abcdef");
  EXPECT_EQ(made.status, 202);
  EXPECT_TRUE(json_of(made).at("uncertain").as_bool());
  const auto repeated = buy("pm_card_visa", "0123456789abcdef");
  EXPECT_EQ(repeated.status, 201);
  EXPECT_EQ(id_of(repeated), id_of(made));
  EXPECT_EQ(text(repeated, "status"), "completed");
  EXPECT_EQ(repeated.get("Idempotent-Replayed"), "");
}

TEST_F(PaymentRoutes, answer_202_when_the_rest_is_left_to_the_recovery_worker) {
  till.shelf.before_reserve = [this] { till.shelf.is_away = true; };
  const auto made = buy();
  EXPECT_EQ(made.status, 202);
  EXPECT_EQ(text(made, "status"), "pending");
}

TEST_F(PaymentRoutes, replay_the_very_bytes_of_an_answer) {
  for (const std::string method : {"pm_card_visa", "pm_card_poor"}) {
    const auto key = "0123456789-" + method;
    const auto first = buy(method, key);
    const auto again = buy(method, key);
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.body.view(), first.body.view());
    EXPECT_EQ(again.content_type, first.content_type);
    EXPECT_EQ(again.get("ETag"), first.get("ETag"));
    EXPECT_EQ(again.get("Location"), first.get("Location"));
    EXPECT_EQ(again.get("Idempotent-Replayed"), "true");
    const auto reused = post("/payments", R"({"product_id":1,"quantity":3})", key);
    EXPECT_EQ(reused.status, 422);
    EXPECT_EQ(code_of(reused), "idempotency.key_reused");
  }
  EXPECT_EQ(till.store.payments.size(), 2u);
}

TEST_F(PaymentRoutes, take_money_only_under_a_key) {
  const auto id = id_of(wait());
  const std::string body = R"({"product_id":1,"quantity":1})";
  for (const auto& path : {std::string("/payments"), "/payments/" + id + "/process", "/payments/" + id + "/cancel"}) {
    const auto refused = send(Method::post, path, body);
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_EQ(code_of(refused), "idempotency.key_required") << path;
  }
}

TEST_F(PaymentRoutes, refuse_what_they_cannot_read) {
  for (const std::string body :
       {R"({"product_id":1,"quantity":2,"amount":{"amount":1,"currency":"USD"}})", R"({"product_id":"1","quantity":2})",
        R"({"product_id":1,"quantity":1.5})", "[]", "{"}) {
    EXPECT_EQ(post("/payments", body).status, 400) << body;
  }
  EXPECT_EQ(post("/payments/" + id_of(wait()) + "/process", "{}").status, 400);
}

TEST_F(PaymentRoutes, refuse_what_breaks_a_rule_and_say_where) {
  const auto refused = [&](std::string_view body) {
    const auto response = post("/payments", body);
    EXPECT_EQ(response.status, 422) << body;
    return violations_of(response);
  };
  using Places = std::vector<std::string>;
  EXPECT_EQ(refused("{}"), Places{" exactly_one"});
  EXPECT_EQ(refused(R"({"product_id":1,"quantity":1,"basket":"current"})"), Places{" exactly_one"});
  EXPECT_EQ(refused(R"({"basket":"mine"})"), Places{"/basket enum"});
  EXPECT_EQ(refused(R"({"product_id":0,"quantity":1})"), Places{"/product_id min"});
  EXPECT_EQ(refused(R"({"product_id":1})"), Places{"/quantity required"});
  EXPECT_EQ(refused(R"({"product_id":1,"quantity":100})"), Places{"/quantity range"});
  EXPECT_EQ(refused(R"({"product_id":1,"quantity":1,"return_url":"ftp://x"})"), Places{"/return_url url"});
  EXPECT_EQ(refused(R"({"product_id":1,"quantity":1,"payment_method_id":"cash"})"),
            Places{"/payment_method_id payment_method"});
  EXPECT_EQ(refused(R"({"product_id":1,"quantity":1,"expected_total":{"amount":1,"currency":"XXX"}})").size(), 1u);
  EXPECT_TRUE(till.store.payments.empty());
}

TEST_F(PaymentRoutes, never_take_a_card_number) {
  const auto refused = buy("4242424242424242");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code_of(refused), "request.card_number");
  EXPECT_TRUE(till.store.payments.empty());
}

TEST_F(PaymentRoutes, tell_what_cannot_be_paid_now) {
  const auto problem = [&](std::string_view body, int status) {
    const auto response = post("/payments", body);
    EXPECT_EQ(response.status, status) << body;
    return code_of(response);
  };
  EXPECT_EQ(problem(R"({"basket":"current"})", 409), "payment.basket_empty");
  EXPECT_EQ(problem(R"({"basket_id":"bsk_nonsense"})", 404), "basket.not_found");
  EXPECT_EQ(problem(R"({"product_id":9,"quantity":1})", 404), "product.not_found");
  EXPECT_EQ(problem(R"({"product_id":1,"quantity":1,"expected_total":{"amount":1,"currency":"USD"}})", 409),
            "payment.total_changed");
  till.shelf.has(1, 1);
  const auto short_of = post("/payments", R"({"product_id":1,"quantity":2})");
  EXPECT_EQ(code_of(short_of), "payment.insufficient_stock");
  EXPECT_EQ(json_of(short_of).at("lines"), boost::json::parse(R"([{"product_id":1,"requested":2,"available":1}])"));
  till.shelf.is_away = true;
  const auto away = wait();
  EXPECT_EQ(away.status, 503);
  EXPECT_EQ(away.get("Retry-After"), "1");
}

TEST_F(PaymentRoutes, cancel_with_or_without_a_body) {
  const auto cancel = [&](const std::string& id, std::string_view body = {}) {
    return post("/payments/" + id + "/cancel", body);
  };
  const auto first = id_of(wait());
  const auto cancelled = cancel(first);
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_EQ(text(cancelled, "status"), "cancelled");
  EXPECT_EQ(cancel(first).status, 200);

  const auto second = id_of(buy("pm_card_3ds"));
  till.provider.fail_next("cancel", test::Fault::lost_request);
  const auto pending = cancel(second, R"({"reason":"too slow"})");
  EXPECT_EQ(pending.status, 202);
  EXPECT_EQ(text(pending, "state"), "cancelling");

  const auto late = cancel(id_of(buy()));
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code_of(late), "payment.not_cancellable");
  EXPECT_EQ(cancel("nonsense").status, 404);
  EXPECT_EQ(cancel(till.ids.make<PaymentId>().to_text()).status, 404);
}

TEST_F(PaymentRoutes, list_ones_own_payments_page_by_page) {
  for (int i = 0; i < 5; ++i) {
    wait();
    till.clock.at += 1s;
  }
  buy();
  post("/payments", R"({"product_id":1,"quantity":1})", {}, "user-8");
  std::vector<std::string> seen;
  std::string query = "?limit=4";
  for (;;) {
    const auto page = json_of(get("/payments" + query));
    for (const auto& item : page.at("data").as_array()) seen.emplace_back(item.at("status").as_string());
    if (!page.at("page").at("has_more").as_bool()) break;
    query = "?limit=4&cursor=" + std::string(page.at("page").at("next").as_string());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"completed", "pending", "pending", "pending", "pending", "pending"}));
  EXPECT_EQ(json_of(get("/payments?status=completed")).at("data").as_array().size(), 1u);
  EXPECT_EQ(get("/payments?status=unknown").status, 400);
  EXPECT_EQ(get("/payments?cursor=forged").status, 400);
  EXPECT_EQ(get("/payments?user_id=8").status, 400);
  EXPECT_EQ(api.get("/api/v1/payments").status, 401);
}

TEST_F(PaymentRoutes, let_administrators_see_everybodys) {
  const auto id = id_of(wait());
  post("/payments", R"({"product_id":1,"quantity":1,"order_id":"theirs"})", {}, "user-8");
  const auto count = [&](const std::string& query) {
    return json_of(get("/admin/payments" + query, "admin-1")).at("data").as_array().size();
  };
  EXPECT_EQ(count(""), 2u);
  EXPECT_EQ(count("?user_id=7"), 1u);
  EXPECT_EQ(count("?order_id=theirs"), 1u);
  EXPECT_EQ(count("?status=completed"), 0u);
  EXPECT_EQ(get("/admin/payments/" + id, "admin-1").status, 200);
  EXPECT_EQ(get("/admin/payments").status, 403);
  EXPECT_EQ(get("/admin/payments/" + id).status, 403);
}

TEST_F(PaymentRoutes, know_no_payment_of_somebody_else) {
  const auto id = id_of(wait());
  const auto unknown = till.ids.make<PaymentId>().to_text();
  const auto body_of = [](const http::Response& response) {
    auto body = json_of(response);
    for (const auto* own : {"instance", "request_id", "trace_id"}) body.erase(own);
    return body;
  };
  for (const std::string suffix : {"", "/events"}) {
    const auto theirs = get("/payments/" + id + suffix, "user-8");
    EXPECT_EQ(theirs.status, 404);
    EXPECT_EQ(body_of(theirs), body_of(get("/payments/" + unknown + suffix, "user-8")));
  }
  const std::string method = R"({"payment_method_id":"pm_card_visa"})";
  EXPECT_EQ(post("/payments/" + id + "/process", method, {}, "user-8").status, 404);
  EXPECT_EQ(post("/payments/" + id + "/cancel", {}, {}, "user-8").status, 404);
  EXPECT_EQ(till.stored().state, PaymentState::stock_reserved);
}

TEST_F(PaymentRoutes, tell_a_payments_story_in_order) {
  const auto id = id_of(wait());
  EXPECT_EQ(get("/payments/" + id + "/events").body.view(),
            R"({"data":[{"sequence":1,"to":"created","status":"pending","at":"2026-01-31T00:00:00.000Z"},)"
            R"({"sequence":2,"from":"created","to":"validated","status":"pending","at":"2026-01-31T00:00:00.000Z"},)"
            R"({"sequence":3,"from":"validated","to":"stock_reserved","status":"pending",)"
            R"("at":"2026-01-31T00:00:00.000Z"}],"page":{"has_more":false}})");
  const auto first = json_of(get("/payments/" + id + "/events?limit=2"));
  const auto next = std::string(first.at("page").at("next").as_string());
  const auto rest = json_of(get("/payments/" + id + "/events?limit=2&cursor=" + next));
  EXPECT_EQ(rest.at("data").as_array().size(), 1u);
  EXPECT_EQ(get("/payments/nonsense/events").status, 404);
}

TEST_F(PaymentRoutes, hear_the_provider_only_when_it_signs) {
  const auto hear = [&](Fields fields, std::string_view body = "evt_1 pi_1") {
    return api.send(Method::post, "/api/v1/webhooks/stripe", std::move(fields), body);
  };
  EXPECT_EQ(hear({{"Stripe-Signature", "good"}}).status, 200);
  EXPECT_EQ(hear({{"Stripe-Signature", "good"}}).status, 200);
  EXPECT_EQ(till.store.webhooks.size(), 1u);
  for (const auto& fields : {Fields{{"Stripe-Signature", "bad"}}, Fields{}}) {
    const auto refused = hear(fields, "evt_2 pi_1");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(code_of(refused), "webhook.invalid_signature");
  }
  EXPECT_EQ(till.store.webhooks.size(), 1u);
}

TEST_F(PaymentRoutes, are_each_documented_with_a_summary_and_answers) {
  for (const auto& route : module.routes().routes) {
    EXPECT_FALSE(route.docs.summary.empty()) << route.name;
    EXPECT_FALSE(route.docs.answers.empty()) << route.name;
  }
  EXPECT_EQ(module.routes().routes.size(), 20u);
}

}  // namespace
}  // namespace ddd::payment
