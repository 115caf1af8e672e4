#include <set>
#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/api/percent_decoding.hpp>
#include <ddd/platform/api/router.hpp>

namespace ddd::api {
namespace {

using http::Method;
using Outcome = Router::Outcome;

Router shop_router() {
  Router router;
  router.add(Method::get, "/products", 0);
  router.add(Method::get, "/products/{id}", 1);
  router.add(Method::get, "/products/search", 2);
  router.add(Method::post, "/products/{id}/view", 3);
  router.add(Method::put, "/users/{user_id}/items/{item_id}", 4);
  router.add(Method::del, "/users/{id}/items/{item}", 5);
  router.add(Method::get, "/users/basket/items", 6);
  router.add(Method::post, "/products", 7);
  return router;
}

TEST(Router, prefers_literals_and_falls_back_to_parameters) {
  const auto router = shop_router();
  EXPECT_EQ(router.match(Method::get, "/products/search").route, 2U);
  EXPECT_EQ(router.match(Method::get, "/products/7").route, 1U);
  EXPECT_EQ(router.match(Method::get, "/products/7").values, std::vector<std::string>{"7"});
  const auto view = router.match(Method::post, "/products/search/view");
  EXPECT_EQ(view.route, 3U);
  EXPECT_EQ(view.values, std::vector<std::string>{"search"});
  const auto item = router.match(Method::put, "/users/basket/items/9");
  EXPECT_EQ(item.route, 4U);
  EXPECT_EQ(item.values, (std::vector<std::string>{"basket", "9"}));
}

TEST(Router, tells_an_unknown_path_from_a_wrong_method) {
  const auto router = shop_router();
  EXPECT_EQ(router.match(Method::get, "/nothing").outcome, Outcome::not_found);
  const auto wrong = router.match(Method::del, "/products");
  EXPECT_EQ(wrong.outcome, Outcome::wrong_method);
  EXPECT_EQ(wrong.allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(router.match(Method::other, "/products").outcome, Outcome::wrong_method);
  EXPECT_EQ(router.match(Method::get, "/users/1/items/2").allow, "PUT, DELETE, OPTIONS");
}

TEST(Router, serves_head_by_get_and_answers_options) {
  const auto router = shop_router();
  EXPECT_EQ(router.match(Method::head, "/products/7").route, 1U);
  EXPECT_EQ(router.match(Method::head, "/products/7/view").outcome, Outcome::wrong_method);
  const auto options = router.match(Method::options, "/products/7/view");
  EXPECT_EQ(options.outcome, Outcome::options);
  EXPECT_EQ(options.allow, "POST, OPTIONS");
}

TEST(Router, decodes_values) {
  const auto router = shop_router();
  EXPECT_EQ(router.match(Method::get, "/products/Caf%C3%A9%20%2B+a%25").values,
            std::vector<std::string>{"Caf\u00e9 ++a%"});
}

TEST(Router, finds_nothing_at_variants_of_a_path) {
  const auto router = shop_router();
  for (const std::string_view path : {"",
                                      "/",
                                      "*",
                                      "products",
                                      "/products/",
                                      "//products",
                                      "/products//7",
                                      "/Products",
                                      "/PRODUCTS/7",
                                      "/./products",
                                      "/products/.",
                                      "/products/..",
                                      "/products/%2e",
                                      "/products/%2e%2E",
                                      "/products/.%2e",
                                      "/products/%2F",
                                      "/products/a%2fb",
                                      "/products/..;/view",
                                      "/products/..;x=1",
                                      "/products/%2e%2e;",
                                      "/products/%00",
                                      "/products/a%0d%0ab",
                                      "/products/%7F",
                                      "/products/%",
                                      "/products/%4",
                                      "/products/%zz",
                                      "/products/%ff",
                                      "/products/%ed%a0%80",
                                      "/products/a b",
                                      "/products/a\"b",
                                      "/products/a\\b",
                                      "/products/a|b",
                                      "/products/\xc3\xa9",
                                      "/products/#x",
                                      "/pr%6Fducts/7",
                                      "/products/7/view/",
                                      "/products/7/view/more",
                                      "http://host/products",
                                      "/products/7%2Fview"}) {
    EXPECT_EQ(router.match(Method::get, path).outcome, Outcome::not_found) << path;
  }
}

TEST(Router, takes_dots_inside_of_names) {
  const auto router = shop_router();
  for (const std::string path : {"...", "a..b", ".x", "a;b", "x;.."}) {
    EXPECT_EQ(router.match(Method::get, "/products/" + path).values, std::vector<std::string>{path});
  }
}

TEST(Router, refuses_tables_that_can_not_be_served) {
  const auto refuses = [](Method method, std::string_view path) {
    auto router = shop_router();
    EXPECT_THROW(router.add(method, path, 99), std::logic_error) << path;
  };
  refuses(Method::get, "/products");
  refuses(Method::get, "/products/{other_name}");
  refuses(Method::head, "/new");
  refuses(Method::options, "/new");
  refuses(Method::other, "/new");
  for (const auto path : {"", "/", "new", "/new/", "//new", "/a b", "/{}", "/a%20b", "/..", "/x{id}"})
    refuses(Method::get, path);
}

std::string encode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return encoded;
}

RC_GTEST_PROP(RouterLaws, never_crashes_and_gives_only_decodable_values, ()) {
  static const auto router = shop_router();
  const auto piece =
      rc::gen::element<std::string>("/", "products", "users", "search", "items", "view", "basket", "%", "%2e", "..",
                                    "{id}", "7", "%00", "%c3%a9", ";", "\xff", "?", "//", "a");
  const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
  std::string path = *rc::gen::arbitrary<bool>() ? "/" : "";
  for (const auto& each : pieces) path += each;
  const auto method =
      *rc::gen::element(Method::get, Method::head, Method::post, Method::put, Method::del, Method::options);
  const auto match = router.match(method, path);
  if (match.outcome == Outcome::not_found) return;
  for (const auto& value : match.values)
    RC_ASSERT(!value.empty() && value.find('/') == std::string::npos && value != "..");
}

RC_GTEST_PROP(RouterLaws, decoding_undoes_encoding, (std::vector<std::uint8_t> bytes)) {
  std::string text;
  for (const auto byte : bytes) text.push_back(static_cast<char>(' ' + byte % 95));
  std::erase(text, '/');
  if (text.empty() || text.starts_with('.')) return;
  RC_ASSERT(decode_path_segment(encode(text)) == text);
  RC_ASSERT(decode_query_text(encode(text)) == text);
}

}  // namespace
}  // namespace ddd::api
