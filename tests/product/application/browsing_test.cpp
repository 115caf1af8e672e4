#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

namespace ddd::product {
namespace {

using test::details;

class Browsing : public testing::Test, protected test::Catalogue {
 protected:
  Browsing() { EXPECT_TRUE(edit(admin, withdrawn, {.is_active = false})); }

  std::vector<ProductId> list(const CallContext& call, ProductListing listing = {}) {
    std::vector<ProductId> found;
    const auto page = run(application.queries.list_products.handle(call, std::move(listing)));
    for (const auto& view : page->items) found.push_back(view.id);
    return found;
  }
  Result<ProductView> by_sku(const CallContext& call, std::string sku) {
    return run(application.queries.get_product.handle(call, GetProduct{std::move(sku)}));
  }

  const ProductId mug = shelve();
  const ProductId withdrawn = shelve();
};

TEST_F(Browsing, anybody_sees_what_is_for_sale_and_administrators_the_rest_too) {
  for (const auto* call : {&nobody, &ada}) {
    EXPECT_TRUE(get(*call, mug));
    EXPECT_TRUE(by_sku(*call, "SKU-1"));
    EXPECT_EQ(get(*call, withdrawn).error().code, "product.not_found");
    EXPECT_EQ(by_sku(*call, "SKU-2").error().code, "product.not_found");
  }
  EXPECT_TRUE(get(admin, withdrawn));
  EXPECT_TRUE(by_sku(admin, "SKU-2"));
  EXPECT_EQ(by_sku(admin, "sku-2").error().code, "product.not_found");
  EXPECT_EQ(get(admin, ProductId(99)).error().kind, ErrorKind::not_found);
}

TEST_F(Browsing, a_filter_shows_nobody_but_administrators_what_is_withdrawn) {
  const ProductListing all{.filter = {.is_active = std::nullopt}};
  const ProductListing inactive{.filter = {.is_active = false}};
  for (const auto* call : {&nobody, &ada}) {
    EXPECT_EQ(list(*call), std::vector{mug});
    EXPECT_EQ(list(*call, all), std::vector{mug});
    EXPECT_EQ(list(*call, inactive), std::vector{mug});
  }
  EXPECT_EQ(list(admin), std::vector{mug});
  EXPECT_EQ(list(admin, all), (std::vector{withdrawn, mug}));
  EXPECT_EQ(list(admin, inactive), std::vector{withdrawn});
}

TEST_F(Browsing, administrators_alone_can_ask_what_runs_low) {
  const ProductListing low{.filter = {.is_low = true}};
  EXPECT_TRUE(list(admin, low).empty());
  ASSERT_TRUE(edit(admin, mug, {.min_stock = 11}));
  EXPECT_EQ(list(admin, low), std::vector{mug});
  ASSERT_TRUE(edit(admin, mug, {.min_stock = 0}));
  EXPECT_EQ(list(ada, low), std::vector{mug}) << "it says nothing to others";
}

TEST_F(Browsing, categories_count_what_is_for_sale) {
  const auto categories = run(application.queries.list_categories.handle(nobody, ListCategories{}));
  ASSERT_EQ(categories->size(), 1u);
  EXPECT_EQ(categories->at(0).name, "kitchen");
  EXPECT_EQ(categories->at(0).product_count, 1);
}

TEST_F(Browsing, basket_and_payment_ask_for_many_at_once_and_nobody_else_does) {
  const auto ask = [&](const CallContext& call) {
    return run(application.queries.validate_products.handle(call, ValidateProducts{{mug, withdrawn, ProductId(99)}}));
  };
  for (const auto* name : {"payment-service", "basket-service"}) {
    const auto views = ask(test::call_of_service(name));
    ASSERT_TRUE(views);
    EXPECT_EQ(views->size(), 2u) << "withdrawn ones are told, unknown ones left out";
  }
  for (const auto& call : {nobody, ada, admin, test::call_of_service("user-service")}) {
    EXPECT_EQ(ask(call).error().code, "auth.internal_only");
  }
}

}  // namespace
}  // namespace ddd::product
