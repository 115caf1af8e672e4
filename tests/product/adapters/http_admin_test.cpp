#include <product/adapters/routes.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::Fields;
using test::json_of;
using test::Method;
using test::payment;
using test::violations_of;
using Strings = std::vector<std::string>;

class AdminRoutes : public test::Routes {
 protected:
  std::int64_t field(const http::Response& response, std::string_view name) {
    return json_of(response).at(name).as_int64();
  }
};

TEST_F(AdminRoutes, create_a_product) {
  const auto made = create("MUG", R"(,"stock":10)");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.get("Location"), "/api/v1/products/1");
  EXPECT_EQ(made.get("ETag"), "\"1.1\"");
  EXPECT_EQ(made.body.view(), get_as_admin("/products/1").body.view());
  EXPECT_EQ(field(made, "on_hand"), 10);
  EXPECT_TRUE(json_of(made).at("is_active").as_bool());
}

TEST_F(AdminRoutes, are_for_administrators) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto before = std::string(get_as_admin("/products/1").body.view());
  for (const auto& route : module.routes().routes) {
    if (!route.path.starts_with("/admin")) {
      EXPECT_EQ(route.access, api::Access::anyone) << route.name;
      continue;
    }
    auto path = route.path;
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "1");
    const auto* body = route.docs.request_schema.empty() ? "" : "{}";
    EXPECT_EQ(send(route.method, path, body, {}, "").status, 401) << route.name;
    EXPECT_EQ(send(route.method, path, body, {}, "user-7").status, 403) << route.name;
  }
  EXPECT_EQ(get_as_admin("/products/1").body.view(), before);
}

TEST_F(AdminRoutes, refuse_a_body_they_cannot_read_with_400) {
  const auto violations = [&](std::string_view body) {
    const auto response = post("/admin/products", body);
    EXPECT_EQ(response.status, 400) << body;
    return violations_of(response);
  };
  EXPECT_EQ(violations(R"({"sku":"A","price":{"amount":1,"currency":"USD"}})"), Strings{"/name required"});
  EXPECT_EQ(violations(R"({"name":"A","sku":"A","price":10})"), Strings{"/price type"});
  EXPECT_EQ(violations(R"({"name":"A","sku":"A","price":{"amount":10.0,"currency":"USD"}})"),
            Strings{"/price/amount type"});
  for (const auto* derived : {"id", "view_count", "version", "on_hand", "created_at", "reserved"}) {
    const auto more = R"(,")" + std::string(derived) + R"(":1)";
    const auto response = create("A", more);
    EXPECT_EQ(response.status, 400) << derived;
    EXPECT_EQ(violations_of(response), Strings{"/" + std::string(derived) + " unknown"});
  }
  EXPECT_EQ(post("/admin/products", "{").status, 400);
  EXPECT_EQ(web.send(Method::post, "/api/v1/admin/products", {{"Authorization", "Bearer admin-1"}}, "{}").status, 415);
  EXPECT_TRUE(data.products.empty());
}

TEST_F(AdminRoutes, refuse_a_product_that_breaks_rules_with_422_and_name_each) {
  const auto violations = [&](std::string_view more) {
    const auto response = create("A", more);
    EXPECT_EQ(response.status, 422) << more;
    return violations_of(response);
  };
  EXPECT_EQ(violations(R"(,"stock":-1)"), Strings{"/stock range"});
  EXPECT_EQ(violations(R"(,"stock":1000000001)"), Strings{"/stock range"});
  EXPECT_EQ(violations(R"(,"min_stock":-1)"), Strings{"/min_stock min"});
  EXPECT_EQ(violations(R"(,"tags":[""])"), Strings{"/tags/0 required"});
  EXPECT_EQ(violations(R"(,"compare_at_price":{"amount":1998,"currency":"USD"})"),
            Strings{"/compare_at_price/amount min"});
  const auto wrong =
      post("/admin/products", R"({"name":"","sku":" ","price":{"amount":-1,"currency":"XXQ"},"stock":-1})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(code_of(wrong), "product.invalid");
  EXPECT_EQ(violations_of(wrong), (Strings{"/sku required", "/price/currency currency", "/name required",
                                           "/price/amount min", "/stock range"}));
  const auto euro = post("/admin/products", R"({"name":"A","sku":"A","price":{"amount":1,"currency":"EUR"}})");
  EXPECT_EQ(euro.status, 422);
  EXPECT_EQ(violations_of(euro), Strings{"/price/currency currency"});
  EXPECT_TRUE(data.products.empty());
}

TEST_F(AdminRoutes, refuse_a_taken_sku_with_409) {
  ASSERT_EQ(create("MUG").status, 201);
  ASSERT_EQ(create("POT").status, 201);
  const auto refused = create("MUG");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "product.sku_taken");
  EXPECT_EQ(code_of(patch("/admin/products/2", R"({"sku":"MUG"})")), "product.sku_taken");
}

TEST_F(AdminRoutes, replay_the_answer_of_a_repeated_creation) {
  const Fields key{{"Idempotency-Key", "0123456789abcdef"}};
  const auto body = R"({"name":"A","sku":"A","price":{"amount":1,"currency":"USD"}})";
  const auto first = post("/admin/products", body, key);
  const auto again = post("/admin/products", body, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body.view(), first.body.view());
  EXPECT_EQ(again.get("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.get("Location"), first.get("Location"));
  EXPECT_EQ(again.get("ETag"), first.get("ETag"));
  EXPECT_EQ(data.products.size(), 1u);
  EXPECT_EQ(code_of(post("/admin/products", R"({"name":"B","sku":"B","price":{"amount":1,"currency":"USD"}})", key)),
            "idempotency.key_reused");
}

TEST_F(AdminRoutes, move_stock_once_for_one_key) {
  ASSERT_EQ(create("MUG").status, 201);
  for (int times = 0; times < 3; ++times) {
    const auto response =
        post("/admin/products/1/reduce-stock", R"({"amount":4})", {{"Idempotency-Key", "0123456789abcdef"}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(field(response, "on_hand"), 6);
  }
}

TEST_F(AdminRoutes, edit_what_is_named_by_put_and_patch_alike) {
  ASSERT_EQ(create("MUG", R"(,"brand":"Potter")").status, 201);
  const auto patched = patch("/admin/products/1", R"({"name":"Red mug"})");
  EXPECT_EQ(patched.status, 200);
  EXPECT_EQ(patched.get("ETag"), "\"2.1\"");
  EXPECT_EQ(json_of(patched).at("brand").as_string(), "Potter");
  const auto put = send(Method::put, "/admin/products/1", R"({"price":{"amount":500,"currency":"USD"}})");
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(json_of(put).at("name").as_string(), "Red mug");
  EXPECT_EQ(json_of(put).at("price").at("amount").as_int64(), 500);
  EXPECT_EQ(patch("/admin/products/1", R"({})").get("ETag"), "\"3.1\"") << "no difference, no version";
}

TEST_F(AdminRoutes, refuse_edits_of_derived_fields_and_broken_rules) {
  ASSERT_EQ(create("MUG").status, 201);
  EXPECT_EQ(patch("/admin/products/1", R"({"stock":5})").status, 400) << "stock has a route of its own";
  EXPECT_EQ(patch("/admin/products/1", R"({"id":5})").status, 400);
  EXPECT_EQ(patch("/admin/products/1", R"({"name":null})").status, 400);
  const auto empty = patch("/admin/products/1", R"({"name":""})");
  EXPECT_EQ(empty.status, 422);
  EXPECT_EQ(patch("/admin/products/1", R"({"name":"  "})").status, 422);
  EXPECT_EQ(patch("/admin/products/1", R"({"price":{"amount":-1,"currency":"USD"}})").status, 422);
  EXPECT_EQ(patch("/admin/products/1", R"({"price":{"amount":1,"currency":"EUR"}})").status, 422);
  EXPECT_EQ(json_of(get("/products/1")).at("version").as_int64(), 1);
}

TEST_F(AdminRoutes, honour_if_match_by_the_product_part_of_the_tag) {
  ASSERT_EQ(create("MUG").status, 201);
  ASSERT_EQ(post("/admin/products/1/increase-stock", R"({"amount":1})").status, 200);
  EXPECT_EQ(patch("/admin/products/1", R"({"name":"Red mug"})", {{"If-Match", "\"1.1\""}}).status, 200)
      << "a sale does not get in the way";
  const auto stale = patch("/admin/products/1", R"({"name":"Green mug"})", {{"If-Match", "\"1.2\""}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(code_of(stale), "product.stale");
  EXPECT_EQ(post("/admin/products/1/deactivate", {}, {{"If-Match", "\"1.1\""}}).status, 412);
  EXPECT_EQ(send(Method::del, "/admin/products/1", {}, {{"If-Match", "\"1.1\""}}).status, 412);
  EXPECT_EQ(patch("/admin/products/1", R"({"name":"Green mug"})", {{"If-Match", "W/\"2.2\""}}).status, 400);
  EXPECT_EQ(patch("/admin/products/1", R"({"name":"Green mug"})", {{"If-Match", "*"}}).status, 200);
  EXPECT_EQ(send(Method::del, "/admin/products/1", {}, {{"If-Match", "\"3.2\""}}).status, 204);
}

TEST_F(AdminRoutes, switch_a_product_on_off_and_into_the_window) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto flag = [&](const http::Response& response, const char* name) {
    EXPECT_EQ(response.status, 200);
    return json_of(response).at(name).as_bool();
  };
  EXPECT_FALSE(flag(post("/admin/products/1/deactivate"), "is_active"));
  EXPECT_TRUE(flag(post("/admin/products/1/activate"), "is_active"));
  EXPECT_TRUE(flag(post("/admin/products/1/activate"), "is_active")) << "again is fine";
  EXPECT_TRUE(flag(post("/admin/products/1/featured"), "is_featured"));
  EXPECT_FALSE(flag(send(Method::del, "/admin/products/1/featured"), "is_featured"));
}

TEST_F(AdminRoutes, know_only_products_that_exist) {
  ASSERT_EQ(create("MUG").status, 201);
  ASSERT_EQ(send(Method::del, "/admin/products/1").status, 204);
  for (const auto& route : module.routes().routes) {
    if (!route.path.starts_with("/admin/products/{id}")) continue;
    for (const auto* id : {"1", "99", "0", "-3", "x"}) {
      auto path = route.path;
      path.replace(path.find("{id}"), 4, id);
      const auto* body = "";
      if (route.name == "set_stock") body = R"({"stock":1})";
      if (route.name == "increase_stock" || route.name == "reduce_stock") body = R"({"amount":1})";
      if (route.name == "update_product" || route.name == "replace_product") body = R"({"name":"Red mug"})";
      const auto response = send(route.method, path, body);
      EXPECT_EQ(response.status, 404) << route.name << " " << id;
      EXPECT_EQ(code_of(response), "product.not_found") << route.name << " " << id;
    }
  }
}

TEST_F(AdminRoutes, set_receive_and_take_out_stock) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto set = send(Method::put, "/admin/products/1/stock", R"({"stock":20})");
  EXPECT_EQ(field(set, "on_hand"), 20);
  EXPECT_EQ(set.get("ETag"), "\"1.2\"");
  EXPECT_EQ(field(post("/admin/products/1/increase-stock", R"({"amount":5,"reason":"delivery 7"})"), "on_hand"), 25);
  EXPECT_EQ(field(post("/admin/products/1/reduce-stock", R"({"amount":25})"), "stock"), 0);
}

TEST_F(AdminRoutes, refuse_stock_that_payments_hold_with_409) {
  ASSERT_EQ(create("MUG").status, 201);
  ASSERT_TRUE(run(stocks.apply(ReserveStock{payment(1), {{ProductId(1), 4}}}, {.now = clock.at})));
  const auto set = send(Method::put, "/admin/products/1/stock", R"({"stock":3})");
  EXPECT_EQ(set.status, 409);
  EXPECT_EQ(code_of(set), "product.stock_reserved");
  EXPECT_EQ(field(set, "reserved"), 4);
  const auto reduce = post("/admin/products/1/reduce-stock", R"({"amount":7})");
  EXPECT_EQ(reduce.status, 409);
  EXPECT_EQ(code_of(reduce), "product.insufficient_stock");
  EXPECT_EQ(field(reduce, "available"), 6);
}

TEST_F(AdminRoutes, refuse_amounts_out_of_range_with_422) {
  ASSERT_EQ(create("MUG").status, 201);
  for (const auto* body : {R"({"stock":-1})", R"({"stock":1000000001})"}) {
    EXPECT_EQ(send(Method::put, "/admin/products/1/stock", body).status, 422) << body;
  }
  for (const auto* path : {"/admin/products/1/increase-stock", "/admin/products/1/reduce-stock"}) {
    for (const auto* body : {R"({"amount":0})", R"({"amount":-1})", R"({"amount":1000000001})"}) {
      EXPECT_EQ(post(path, body).status, 422) << path << body;
    }
    EXPECT_EQ(post(path, R"({"amount":1,"reason":")" + std::string(256, 'x') + "\"}").status, 422);
    EXPECT_EQ(post(path, R"({"amount":1.5})").status, 400);
    EXPECT_EQ(post(path, R"({"amount":99999999999999999999})").status, 400);
    EXPECT_EQ(post(path, "{}").status, 400);
  }
  const auto full = post("/admin/products/1/increase-stock", R"({"amount":1000000000})");
  EXPECT_EQ(full.status, 422);
  EXPECT_EQ(code_of(full), "product.invalid_amount");
  EXPECT_EQ(json_of(get("/products/1")).at("stock").as_int64(), 10);
}

TEST_F(AdminRoutes, show_the_stock_ledger_newest_first_in_pages) {
  ASSERT_EQ(create("MUG").status, 201);
  clock.at += 1h;
  ASSERT_EQ(post("/admin/products/1/increase-stock", R"({"amount":5,"reason":"delivery 7"})").status, 200);
  ASSERT_TRUE(run(stocks.apply(ReserveStock{payment(1), {{ProductId(1), 4}}}, {.now = clock.at})));
  const auto first = get_as_admin("/admin/products/1/stock-ledger?limit=2");
  EXPECT_EQ(first.status, 200);
  const auto body = json_of(first);
  EXPECT_EQ(boost::json::serialize(body.at("data").at(0)),
            R"({"delta":0,"reserved_delta":4,"kind":"reserved",)"
            R"("cause_id":"pay_00000000-0000-7000-8000-000000000001","on_hand_after":15,)"
            R"("reserved_after":4,"at":"2026-01-31T01:00:00.000Z"})");
  const auto& received = body.at("data").at(1);
  EXPECT_EQ(received.at("delta").as_int64(), 5);
  EXPECT_EQ(received.at("reason").as_string(), "delivery 7");
  EXPECT_TRUE(received.at("cause_id").as_string().starts_with("adj_"));
  const auto last = json_of(get_as_admin("/admin/products/1/stock-ledger?limit=2&cursor=" + next_of(first)));
  ASSERT_EQ(last.at("data").as_array().size(), 1u);
  EXPECT_EQ(last.at("data").at(0).at("kind").as_string(), "received");
  EXPECT_EQ(last.at("data").at(0).at("delta").as_int64(), 10);
  EXPECT_EQ(get_as_admin("/admin/products/1/stock-ledger?limit=0").status, 400);
  EXPECT_EQ(get_as_admin("/admin/products/1/stock-ledger?cursor=x").status, 400);
}

TEST_F(AdminRoutes, and_the_others_are_each_documented) {
  for (const auto& route : module.routes().routes) {
    EXPECT_FALSE(route.docs.summary.empty()) << route.name;
    EXPECT_FALSE(route.docs.answers.empty()) << route.name;
    const bool reads = route.method == Method::get || route.method == Method::del;
    const bool counts = route.name == "record_view";
    const bool switches = route.name.ends_with("activate_product") || route.name == "feature_product" || counts;
    EXPECT_EQ(route.docs.request_schema.empty(), reads || switches) << route.name;
    EXPECT_EQ(route.idempotency == api::IdempotencyRule::optional, route.method == Method::post && !counts)
        << route.name;
  }
}

}  // namespace
}  // namespace ddd::product
