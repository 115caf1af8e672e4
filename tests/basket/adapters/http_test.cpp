#include <basket/support/fake_products.hpp>
#include <basket/support/shop.hpp>
#include <gtest/gtest.h>
#include <platform_api/harness.hpp>

#include <ddd/basket/module.hpp>

namespace ddd::basket {
namespace {

using api::test::code_of;
using api::test::Fields;
using api::test::json_of;
using http::Method;
using test::offer;

/// The module behind the real pipeline, over memory and without sockets.
class BasketRoutes : public testing::Test {
 protected:
  BasketRoutes() {
    products.has(offer(1, 1999, 10));
    products.has(offer(2, 500, 10));
    api.pipeline = std::make_unique<api::Pipeline>(
        std::vector{module.routes()},
        api::Pipeline::Dependencies{api.authenticator, api.metrics, *api.log, api.ids, api.sleeper, nullptr},
        api.options);
    api.handler = api.pipeline->handler();
  }

  http::Response send(Method method, std::string path, std::string_view body = {}, Fields fields = {},
                      std::string user = "user-7") {
    fields.emplace_back("Authorization", "Bearer " + user);
    if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
    return api.send(method, "/api/v1" + path, std::move(fields), body);
  }
  http::Response add(std::string_view body, Fields fields = {}) {
    return send(Method::post, "/users/basket/items", body, std::move(fields));
  }

  api::test::Harness api;
  test::ManualClock clock;
  test::CountingIds ids;
  MemoryBasketStore store;
  MemoryBaskets baskets{store, ids};
  test::FakeProducts products;
  test::NoObserver observer;
  MemoryLineFlags flags{store, ids};
  MemoryCheckoutMarks checkouts{store};
  Module module{{baskets, flags, checkouts, products, store.effects, clock, ids, observer, {}}};
};

TEST_F(BasketRoutes, open_a_basket_once) {
  const auto made = send(Method::post, "/users/basket");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.get("Location"), "/api/v1/users/basket");
  EXPECT_EQ(made.get("ETag"), "\"1\"");
  EXPECT_EQ(send(Method::post, "/users/basket").status, 200);
  const auto read = send(Method::get, "/users/basket");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body.view(), made.body.view());
}

TEST_F(BasketRoutes, show_a_basket_in_the_documented_form) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  const auto read = send(Method::get, "/users/basket");
  const auto& state = store.baskets.at(UserId(7));
  EXPECT_EQ(read.body.view(), R"({"id":")" + state.id.to_text() + R"(","user_id":7,"items":[{"id":")" +
                                  state.items[0].id.to_text() +
                                  R"(","product_id":1,"name":"Product 1","quantity":2,)"
                                  R"("unit_price":{"amount":1999,"currency":"USD"},)"
                                  R"("line_total":{"amount":3998,"currency":"USD"},"problems":[]}],"item_count":2,)"
                                  R"("total":{"amount":3998,"currency":"USD"},"problems":[],"version":1,)"
                                  R"("created_at":"2026-01-31T00:00:00.000Z","updated_at":"2026-01-31T00:00:00.000Z",)"
                                  R"("expires_at":"2026-02-01T00:00:00.000Z"})");
}

TEST_F(BasketRoutes, show_administrators_alone_which_payments_are_under_way) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  const auto as_admin = [&] { return send(Method::get, "/admin/baskets/7", {}, {}, "admin-1"); };
  EXPECT_FALSE(json_of(as_admin()).contains("checkouts"));
  EXPECT_EQ(as_admin().get("ETag"), "\"1\"");
  const CheckoutMark mark{ids.make<PaymentId>(), clock.at};
  ASSERT_TRUE(ddd::test::await(api.context, checkouts.mark(store.baskets.at(UserId(7)).id, mark, {.now = clock.at})));
  const auto seen = as_admin();
  EXPECT_EQ(json_of(seen).at("checkouts").at(0).at("payment_id").as_string(), mark.payment_id.to_text());
  EXPECT_TRUE(seen.get("ETag").starts_with("\"1.")) << seen.get("ETag");
  const auto own = send(Method::get, "/users/basket");
  EXPECT_FALSE(json_of(own).contains("checkouts"));
  EXPECT_EQ(own.get("ETag"), "\"1\"");
}

TEST_F(BasketRoutes, make_the_basket_on_the_first_read) {
  const auto read = send(Method::get, "/users/basket");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(json_of(read).at("item_count").as_int64(), 0);
  EXPECT_TRUE(store.baskets.contains(UserId(7)));
}

TEST_F(BasketRoutes, refuse_what_cannot_be_added) {
  EXPECT_EQ(add(R"({"product_id":1,"quantity":2,"unit_price":{"amount":1,"currency":"USD"}})").status, 400);
  EXPECT_EQ(add(R"({"product_id":1})").status, 400);
  EXPECT_EQ(add(R"({"product_id":1,"quantity":1.5})").status, 400);
  EXPECT_EQ(add(R"({"product_id":0,"quantity":1})").status, 422);
  EXPECT_EQ(code_of(add(R"({"product_id":1,"quantity":100})")), "basket.invalid_quantity");
  const auto unknown = add(R"({"product_id":9,"quantity":1})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(code_of(unknown), "product.not_found");
  const auto short_of_stock = add(R"({"product_id":1,"quantity":11})");
  EXPECT_EQ(short_of_stock.status, 409);
  EXPECT_EQ(json_of(short_of_stock).at("available").as_int64(), 10);
}

TEST_F(BasketRoutes, set_quantities_by_body_and_by_path) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  const auto count = [](const http::Response& response) { return json_of(response).at("item_count").as_int64(); };
  EXPECT_EQ(count(send(Method::put, "/users/basket/items", R"({"product_id":1,"quantity":3})")), 3);
  EXPECT_EQ(count(send(Method::put, "/users/basket/items/1", R"({"quantity":4})")), 4);
  EXPECT_EQ(count(send(Method::patch, "/users/basket/items/1", R"({"product_id":1,"quantity":5})")), 5);
  EXPECT_EQ(send(Method::put, "/users/basket/items", R"({"quantity":3})").status, 400);
  EXPECT_EQ(code_of(send(Method::put, "/users/basket/items/1", R"({"product_id":2,"quantity":4})")),
            "basket.product_mismatch");
  EXPECT_EQ(code_of(send(Method::put, "/users/basket/items/2", R"({"quantity":4})")), "basket.item_not_found");
  EXPECT_EQ(send(Method::put, "/users/basket/items/x", R"({"quantity":4})").status, 404);
}

TEST_F(BasketRoutes, remove_clear_and_delete) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  EXPECT_EQ(send(Method::del, "/users/basket/items/1").status, 200);
  EXPECT_EQ(send(Method::del, "/users/basket/items/1").status, 404);
  EXPECT_EQ(send(Method::del, "/users/basket/items/-1").status, 404);
  EXPECT_EQ(send(Method::del, "/users/basket/clear").status, 200);
  EXPECT_EQ(send(Method::del, "/users/basket").status, 204);
  EXPECT_EQ(code_of(send(Method::del, "/users/basket")), "basket.not_found");
}

TEST_F(BasketRoutes, honour_entity_tags) {
  const auto tag = std::string(add(R"({"product_id":1,"quantity":2})").get("ETag"));
  EXPECT_EQ(send(Method::get, "/users/basket", {}, {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(add(R"({"product_id":2,"quantity":1})", {{"If-Match", tag}}).status, 200);
  const auto stale = add(R"({"product_id":2,"quantity":1})", {{"If-Match", tag}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(code_of(stale), "basket.stale");
  EXPECT_EQ(send(Method::del, "/users/basket", {}, {{"If-Match", tag}}).status, 412);
}

TEST_F(BasketRoutes, show_a_new_problem_to_a_client_that_has_the_version_without_it) {
  const auto tag = std::string(add(R"({"product_id":1,"quantity":2})").get("ETag"));
  products.has(offer(1, 2099, 1));
  const auto read = send(Method::get, "/users/basket", {}, {{"If-None-Match", tag}});
  ASSERT_EQ(read.status, 200);
  const auto body = json_of(read);
  EXPECT_EQ(boost::json::serialize(body.at("problems")),
            R"([{"code":"price_changed","product_id":1,"current_price":{"amount":2099,"currency":"USD"}},)"
            R"({"code":"insufficient_stock","product_id":1,"available":1}])");
  EXPECT_EQ(body.at("items").at(0).at("problems"), body.at("problems"));
  const auto with_problems = std::string(read.get("ETag"));
  EXPECT_EQ(send(Method::get, "/users/basket", {}, {{"If-None-Match", with_problems}}).status, 304);
  EXPECT_EQ(send(Method::del, "/users/basket/items/1", {}, {{"If-Match", with_problems}}).status, 200);
}

TEST_F(BasketRoutes, replay_the_answer_of_a_repeated_post) {
  const Fields key{{"Idempotency-Key", "0123456789abcdef"}};
  const auto first = add(R"({"product_id":1,"quantity":2})", key);
  const auto again = add(R"({"product_id":1,"quantity":2})", key);
  EXPECT_EQ(again.body.view(), first.body.view());
  EXPECT_EQ(again.get("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.get("ETag"), first.get("ETag"));
  EXPECT_EQ(store.baskets.at(UserId(7)).items.at(0).quantity, 2);
  EXPECT_EQ(code_of(add(R"({"product_id":1,"quantity":3})", key)), "idempotency.key_reused");
}

TEST_F(BasketRoutes, keep_users_apart_and_administration_to_administrators) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  EXPECT_EQ(json_of(send(Method::get, "/users/basket", {}, {}, "user-8")).at("item_count").as_int64(), 0);
  EXPECT_EQ(send(Method::get, "/admin/baskets/7", {}, {}, "user-8").status, 403);
  EXPECT_EQ(send(Method::del, "/admin/baskets/7", {}, {}, "user-8").status, 403);
  EXPECT_EQ(send(Method::post, "/admin/baskets/cleanup", {}, {}, "user-8").status, 403);
  EXPECT_EQ(api.get("/api/v1/users/basket").status, 401);

  EXPECT_EQ(json_of(send(Method::get, "/admin/baskets/7", {}, {}, "admin-1")).at("item_count").as_int64(), 2);
  EXPECT_EQ(send(Method::get, "/admin/baskets/99", {}, {}, "admin-1").status, 404);
  EXPECT_EQ(send(Method::get, "/admin/baskets/x", {}, {}, "admin-1").status, 404);
  EXPECT_EQ(send(Method::del, "/admin/baskets/7", {}, {}, "admin-1").status, 204);
  EXPECT_EQ(send(Method::del, "/admin/baskets/7", {}, {}, "admin-1").status, 404);
}

TEST_F(BasketRoutes, clean_up_at_an_administrators_word) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  clock.at += std::chrono::hours(24);
  EXPECT_EQ(send(Method::post, "/admin/baskets/cleanup", {}, {}, "admin-1").body.view(), R"({"removed":1})");
  EXPECT_EQ(send(Method::post, "/admin/baskets/cleanup", {}, {}, "admin-1").body.view(), R"({"removed":0})");
}

TEST_F(BasketRoutes, answer_503_while_the_catalogue_is_away) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  products.is_away = true;
  EXPECT_EQ(add(R"({"product_id":1,"quantity":2})").status, 503);
}

TEST_F(BasketRoutes, come_with_a_sweep_and_a_subscription) {
  ASSERT_EQ(add(R"({"product_id":1,"quantity":2})").status, 200);
  clock.at += std::chrono::hours(24);
  const auto jobs = module.jobs();
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_TRUE(ddd::test::await(api.context, jobs[0].run()));
  EXPECT_TRUE(store.baskets.empty());
  EXPECT_EQ(module.group_subscriptions().at(0).topic, "payment-events");
}

}  // namespace
}  // namespace ddd::basket
