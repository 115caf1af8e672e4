#include <product/adapters/routes.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::json_of;
using test::Method;
using test::payment;
using test::violations_of;
using testing::ElementsAre;
using Ids = std::vector<std::int64_t>;
using Strings = std::vector<std::string>;

class CatalogueRoutes : public test::Routes {};

TEST_F(CatalogueRoutes, show_a_product_in_the_documented_form) {
  ASSERT_EQ(create("MUG", R"(,"description":"Holds tea","short_description":"A mug","stock":10,"min_stock":3,)"
                          R"("compare_at_price":{"amount":2500,"currency":"USD"},"category":"kitchen",)"
                          R"("sub_category":"mugs","brand":"Potter","tags":["blue"],"images":["https://i/1.jpg"])")
                .status,
            201);
  ASSERT_TRUE(run(stocks.apply(ReserveStock{payment(1), {{ProductId(1), 4}}}, {.now = clock.at})));
  const auto read = get("/products/1");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.content_type, "application/json");
  EXPECT_EQ(read.get("ETag"), "\"1.2\"");
  EXPECT_EQ(read.body.view(),
            R"({"id":1,"name":"Blue mug","description":"Holds tea","short_description":"A mug","sku":"MUG",)"
            R"("price":{"amount":1999,"currency":"USD"},"compare_at_price":{"amount":2500,"currency":"USD"},)"
            R"("category":"kitchen","sub_category":"mugs","brand":"Potter","tags":["blue"],)"
            R"("images":["https://i/1.jpg"],"stock":6,"is_active":true,"is_featured":false,"is_digital":false,)"
            R"("version":1,"view_count":0,"created_at":"2026-01-31T00:00:00.000Z",)"
            R"("updated_at":"2026-01-31T00:00:00.000Z"})");
}

TEST_F(CatalogueRoutes, leave_out_what_a_product_has_not) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto body = json_of(get("/products/1"));
  for (const auto* name : {"description", "short_description", "compare_at_price", "category", "sub_category", "brand",
                           "on_hand", "reserved", "min_stock"}) {
    EXPECT_FALSE(body.contains(name)) << name;
  }
  EXPECT_TRUE(body.at("tags").as_array().empty());
}

TEST_F(CatalogueRoutes, show_administrators_what_is_on_hand_and_reserved) {
  ASSERT_EQ(create("MUG", R"(,"stock":10,"min_stock":3)").status, 201);
  ASSERT_TRUE(run(stocks.apply(ReserveStock{payment(1), {{ProductId(1), 4}}}, {.now = clock.at})));
  for (const auto* path : {"/products/1", "/products/by-sku/MUG"}) {
    ASSERT_EQ(get(path).status, 200) << "whatever was read before";
    const auto body = json_of(get_as_admin(path));
    EXPECT_EQ(body.at("stock").as_int64(), 6);
    EXPECT_EQ(body.at("on_hand").as_int64(), 10);
    EXPECT_EQ(body.at("reserved").as_int64(), 4);
    EXPECT_EQ(body.at("min_stock").as_int64(), 3);
    EXPECT_FALSE(json_of(get(path)).contains("on_hand")) << "and nobody after them";
  }
  EXPECT_TRUE(json_of(get_as_admin("/products")).at("data").at(0).as_object().contains("on_hand"));
  EXPECT_FALSE(json_of(get("/products")).at("data").at(0).as_object().contains("on_hand"));
}

TEST_F(CatalogueRoutes, know_no_product_by_what_cannot_be_an_id) {
  ASSERT_EQ(create("MUG").status, 201);
  for (const auto* id : {"0", "-1", "x", "1.0", "01", "9223372036854775808", "99", "1%20"}) {
    const auto response = get("/products/" + std::string(id));
    EXPECT_EQ(response.status, 404) << id;
    EXPECT_EQ(code_of(response), "product.not_found") << id;
  }
  EXPECT_EQ(get("/products/by-sku/mug").status, 404);
}

TEST_F(CatalogueRoutes, find_a_product_by_any_sku) {
  ASSERT_EQ(create("MUG 1?#%").status, 201);
  EXPECT_EQ(json_of(get("/products/by-sku/MUG%201%3F%23%25")).at("id").as_int64(), 1);
}

TEST_F(CatalogueRoutes, hide_withdrawn_products_from_all_but_administrators) {
  ASSERT_EQ(create("MUG", R"(,"is_active":false)").status, 201);
  EXPECT_EQ(code_of(get("/products/1")), "product.not_found");
  EXPECT_EQ(code_of(get("/products/by-sku/MUG")), "product.not_found");
  EXPECT_EQ(send(Method::get, "/products/1", {}, {}, "user-7").status, 404);
  EXPECT_EQ(get_as_admin("/products/1").status, 200);
  EXPECT_EQ(ids_of(get("/products?is_active=all")), Ids{});
  EXPECT_EQ(ids_of(get("/products?is_active=false")), Ids{});
  EXPECT_EQ(ids_of(get_as_admin("/products")), Ids{});
  EXPECT_EQ(ids_of(get_as_admin("/products?is_active=all")), Ids{1});
  EXPECT_EQ(ids_of(get_as_admin("/products?is_active=false")), Ids{1});
  EXPECT_EQ(ids_of(get_as_admin("/products?is_active=true")), Ids{});
}

TEST_F(CatalogueRoutes, answer_304_to_who_has_the_current_product) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto tag = std::string(get("/products/1").get("ETag"));
  EXPECT_EQ(get("/products/1", {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(get("/products/by-sku/MUG", {{"If-None-Match", tag}}).status, 304);
  ASSERT_EQ(post("/admin/products/1/increase-stock", R"({"amount":1})").status, 200);
  EXPECT_EQ(get("/products/1", {{"If-None-Match", tag}}).status, 200);
}

TEST_F(CatalogueRoutes, count_views_without_another_tag) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto tag = std::string(get("/products/1").get("ETag"));
  EXPECT_EQ(send(Method::post, "/products/1/view", {}, {}, "").status, 204);
  EXPECT_EQ(send(Method::post, "/products/1/view").status, 204);
  EXPECT_EQ(code_of(post("/products/2/view")), "product.not_found");
  EXPECT_EQ(code_of(post("/products/0/view")), "product.not_found");
  EXPECT_EQ(json_of(get("/products/1")).at("view_count").as_int64(), 0);
  ASSERT_EQ(module.shard_jobs().size(), 1u);
  ASSERT_TRUE(run(module.shard_jobs()[0].run()));
  EXPECT_EQ(json_of(get("/products/1")).at("view_count").as_int64(), 2) << "though it was cached";
  EXPECT_EQ(get("/products/1").get("ETag"), tag);
  EXPECT_EQ(get("/products/1", {{"If-None-Match", tag}}).status, 304);
}

TEST_F(CatalogueRoutes, lose_no_view_when_the_module_is_flushed_at_the_end) {
  ASSERT_EQ(create("MUG").status, 201);
  EXPECT_EQ(post("/products/1/view").status, 204);
  ASSERT_TRUE(run(module.flush()));
  EXPECT_EQ(data.view_counts.at(ProductId(1)), 1);
}

TEST_F(CatalogueRoutes, tell_administrators_alone_how_many_baskets_hold_a_product) {
  ASSERT_EQ(create("MUG").status, 201);
  ASSERT_TRUE(run(demand.replace({ids.make<BasketId>(), 1, {ProductId(1)}}, {.now = clock.at})));
  EXPECT_EQ(json_of(get_as_admin("/products/1")).at("in_baskets").as_int64(), 1);
  EXPECT_FALSE(json_of(get("/products/1")).contains("in_baskets"));
}

TEST_F(CatalogueRoutes, serve_every_change_at_once_though_they_cache) {
  ASSERT_EQ(create("MUG").status, 201);
  const auto name = [&] { return std::string(json_of(get("/products/1")).at("name").as_string()); };
  const auto stock = [&] { return json_of(get("/products/1")).at("stock").as_int64(); };
  EXPECT_EQ(name(), "Blue mug");
  ASSERT_EQ(patch("/admin/products/1", R"({"name":"Red mug"})").status, 200);
  EXPECT_EQ(name(), "Red mug");
  ASSERT_EQ(send(Method::put, "/admin/products/1/stock", R"({"stock":5})").status, 200);
  EXPECT_EQ(stock(), 5);
  auto call = test::call_of_service("payment-service");
  ASSERT_TRUE(run(module.api().reserve_stock(call, {payment(1), {{ProductId(1), 2}}})));
  EXPECT_EQ(stock(), 3);
  ASSERT_TRUE(run(module.api().release_reservation(call, payment(1))));
  EXPECT_EQ(stock(), 5);
  ASSERT_EQ(post("/admin/products/1/deactivate").status, 200);
  EXPECT_EQ(get("/products/1").status, 404);
  ASSERT_EQ(post("/admin/products/1/activate").status, 200);
  EXPECT_EQ(get("/products/1").status, 200);
  ASSERT_EQ(send(Method::del, "/admin/products/1").status, 204);
  EXPECT_EQ(get("/products/1").status, 404);
}

TEST_F(CatalogueRoutes, list_newest_first_in_pages) {
  for (const auto* sku : {"A", "B", "C", "D", "E"}) {
    ASSERT_EQ(create(sku).status, 201);
    clock.at += 1h;
  }
  const auto first = get("/products?limit=2&include=total");
  EXPECT_EQ(ids_of(first), (Ids{5, 4}));
  EXPECT_TRUE(json_of(first).at("page").at("has_more").as_bool());
  EXPECT_EQ(json_of(first).at("page").at("total").as_int64(), 5);
  const auto second = get("/products?limit=2&cursor=" + next_of(first));
  EXPECT_EQ(ids_of(second), (Ids{3, 2}));
  EXPECT_FALSE(json_of(second).at("page").as_object().contains("total"));
  const auto last = get("/products?limit=2&cursor=" + next_of(second));
  EXPECT_EQ(ids_of(last), Ids{1});
  EXPECT_FALSE(json_of(last).at("page").at("has_more").as_bool());
  EXPECT_FALSE(json_of(last).at("page").as_object().contains("next"));
}

TEST_F(CatalogueRoutes, list_every_change_at_once_though_they_keep_pages) {
  const auto listed = [&](std::string_view query = "") { return ids_of(get("/products" + std::string(query))); };
  ASSERT_EQ(create("A", R"(,"stock":10,"category":"kitchen")").status, 201);
  EXPECT_EQ(listed(), Ids{1});
  EXPECT_EQ(get("/products").body.view(), get("/products").body.view());
  ASSERT_EQ(create("B", R"(,"stock":10,"category":"kitchen")").status, 201);
  EXPECT_EQ(listed(), (Ids{2, 1}));
  EXPECT_EQ(listed("?limit=1"), Ids{2}) << "another page";
  EXPECT_EQ(ids_of(get("/products/category/kitchen")), (Ids{2, 1}));
  ASSERT_EQ(patch("/admin/products/1", R"({"name":"Red mug"})").status, 200);
  EXPECT_EQ(json_of(get("/products")).at("data").at(1).at("name").as_string(), "Red mug");
  EXPECT_TRUE(json_of(get_as_admin("/products")).at("data").at(0).as_object().contains("on_hand"));
  EXPECT_FALSE(json_of(get("/products")).at("data").at(0).as_object().contains("on_hand"));
  ASSERT_EQ(send(Method::del, "/admin/products/2").status, 204);
  EXPECT_EQ(listed(), Ids{1});
  EXPECT_EQ(ids_of(get("/products/category/kitchen")), Ids{1});
}

TEST_F(CatalogueRoutes, page_through_every_sort) {
  for (const auto* sku : {"A", "B", "C"}) ASSERT_EQ(create(sku).status, 201);
  for (const auto* sort : {"newest", "price", "-price", "name", "relevance"}) {
    const auto path = "/products?limit=2&sort=" + std::string(sort);
    const auto first = get(path);
    ASSERT_EQ(ids_of(first).size(), 2u) << sort;
    EXPECT_EQ(ids_of(get(path + "&cursor=" + next_of(first))).size(), 1u) << sort;
  }
}

TEST_F(CatalogueRoutes, bind_a_cursor_to_its_list_filter_and_sort) {
  for (const auto* sku : {"A", "B", "C"}) ASSERT_EQ(create(sku, R"(,"category":"kitchen")").status, 201);
  const auto cursor = next_of(get("/products?limit=1"));
  EXPECT_EQ(get("/products?limit=2&cursor=" + cursor).status, 200);
  for (const auto& path : {"/products?sort=price&cursor=" + cursor, "/products?sort=name&cursor=" + cursor,
                           "/products?brand=x&cursor=" + cursor, "/products/category/kitchen?cursor=" + cursor,
                           "/products/search?q=mug&cursor=" + cursor, std::string("/products?cursor=x"),
                           std::string("/products?cursor=")}) {
    const auto response = get(path);
    EXPECT_EQ(response.status, 400) << path;
    EXPECT_EQ(violations_of(response), Strings{"/query/cursor cursor"}) << path;
  }
  const auto of_kitchen = next_of(get("/products/category/kitchen?limit=1"));
  EXPECT_EQ(get("/products/category/garden?cursor=" + of_kitchen).status, 400);
}

TEST_F(CatalogueRoutes, refuse_bad_query_values_all_at_once) {
  const auto response = get(
      "/products?limit=0&min_price=-1&max_price=x&in_stock=yes&is_featured=1&is_active=no&sort=best&include=all&q=");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(
      violations_of(response),
      testing::UnorderedElementsAre("/query/limit min", "/query/min_price min", "/query/max_price integer",
                                    "/query/in_stock one_of", "/query/is_featured one_of", "/query/is_active one_of",
                                    "/query/sort one_of", "/query/include one_of", "/query/q min_length"));
  for (const auto* path : {"/products?limit=101", "/products?unknown=1", "/products?limit=1&limit=2", "/products/1?x=1",
                           "/categories?limit=1", "/products?min_price=1.5"}) {
    EXPECT_EQ(get(path).status, 400) << path;
  }
  EXPECT_EQ(get("/products?category=" + std::string(101, 'x')).status, 400);
  EXPECT_EQ(get("/products?brand=" + std::string(101, 'x')).status, 400);
  EXPECT_EQ(get("/products?q=" + std::string(201, 'x')).status, 400);
}

TEST_F(CatalogueRoutes, filter_by_query) {
  ASSERT_EQ(create("A", R"(,"category":"kitchen","brand":"Potter","stock":1)").status, 201);
  ASSERT_EQ(create("B", R"(,"category":"garden","is_featured":true)").status, 201);
  EXPECT_EQ(ids_of(get("/products?category=kitchen&brand=Potter&in_stock=true")), Ids{1});
  EXPECT_EQ(ids_of(get("/products?is_featured=true")), Ids{2});
  EXPECT_EQ(ids_of(get("/products?in_stock=false")), Ids{2});
  EXPECT_EQ(ids_of(get("/products?min_price=2000")), Ids{});
  EXPECT_EQ(ids_of(get("/products?max_price=1999&category=garden")), Ids{2});
  EXPECT_EQ(ids_of(get("/products?q=blue+mug")).size(), 2u);
}

TEST_F(CatalogueRoutes, list_one_category_by_path) {
  ASSERT_EQ(create("A", R"(,"category":"tea & more")").status, 201);
  ASSERT_EQ(create("B", R"(,"category":"garden")").status, 201);
  EXPECT_EQ(ids_of(get("/products/category/tea%20%26%20more")), Ids{1});
  EXPECT_EQ(ids_of(get("/products/category/none")), Ids{});
  EXPECT_EQ(get("/products/category/garden?category=kitchen").status, 400) << "one category is enough";
}

TEST_F(CatalogueRoutes, search_by_either_name_of_the_query) {
  ASSERT_EQ(create("A").status, 201);
  ASSERT_EQ(create("B", R"(,"brand":"Potter")").status, 201);
  EXPECT_EQ(ids_of(get("/products/search?q=potter")), Ids{2});
  EXPECT_EQ(ids_of(get("/products/search?query=potter")), Ids{2});
  EXPECT_EQ(ids_of(get("/products/search?q=nothing+like+it")), Ids{});
  EXPECT_EQ(ids_of(get("/products/search?q=%22*%3B--")), Ids{});
  EXPECT_EQ(ids_of(get("/products/search?q=mug&sort=newest&limit=1")).size(), 1u);
}

TEST_F(CatalogueRoutes, need_words_for_a_search_and_not_too_many) {
  for (const auto* path :
       {"/products/search", "/products/search?q=", "/products/search?q=+%20", "/products/search?query=+"}) {
    const auto response = get(path);
    EXPECT_EQ(response.status, 400) << path;
    EXPECT_THAT(violations_of(response), testing::Contains("/query/q required")) << path;
  }
  for (const auto* name : {"q", "query"}) {
    const auto path = "/products/search?" + std::string(name) + "=";
    EXPECT_EQ(get(path + std::string(200, 'x')).status, 200) << name;
    const auto response = get(path + std::string(201, 'x'));
    EXPECT_EQ(response.status, 400) << name;
  }
  EXPECT_EQ(get("/products/search?q=mug%00").status, 400);
  EXPECT_EQ(get("/products/search?q=%ff").status, 400);
}

TEST_F(CatalogueRoutes, count_categories) {
  ASSERT_EQ(create("A", R"(,"category":"kitchen")").status, 201);
  EXPECT_EQ(get("/categories").body.view(),
            R"({"data":[{"name":"kitchen","product_count":1}],"page":{"has_more":false}})");
}

TEST_F(CatalogueRoutes, refuse_a_bad_token_even_where_none_is_needed) {
  EXPECT_EQ(send(Method::get, "/products", {}, {}, "nonsense").status, 401);
}

}  // namespace
}  // namespace ddd::product
