#include <gtest/gtest.h>
#include <product/support/values.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::details;
using test::kStart;
using test::usd;

class AProduct : public testing::Test {
 protected:
  AProduct() { product.mark_saved(); }

  Result<> change(DetailsPatch patch, std::optional<std::int64_t> expected = std::nullopt) {
    return product.change(patch, expected, Currency(), kStart + 1h);
  }
  template <class Fact>
  const Fact& fact(std::size_t index) {
    return std::get<Fact>(product.events().pending().at(index));
  }

  Product product = test::new_product();
};

TEST(ANewProduct, is_unsaved_and_tells_that_it_was_created) {
  const auto product = test::new_product(ProductId(7));
  EXPECT_EQ(product.id(), ProductId(7));
  EXPECT_EQ(product.version(), 0);
  EXPECT_EQ(product.state().created_at, kStart);
  EXPECT_EQ(product.state().updated_at, kStart);
  ASSERT_EQ(product.events().pending().size(), 1u);
  const auto& fact = std::get<ProductCreated>(product.events().pending()[0]);
  EXPECT_EQ(fact.sku, "MUG-BLUE");
  EXPECT_EQ(fact.name, "Blue mug");
  EXPECT_EQ(fact.price, usd(1999));
}

TEST(ANewProduct, obeys_the_rules_of_its_details) {
  auto bad = details();
  bad.name.clear();
  EXPECT_EQ(Product::create(ProductId(1), bad, Currency(), kStart).error().code, "product.invalid");
}

TEST_F(AProduct, is_one_version_older_after_each_save) {
  EXPECT_EQ(product.version(), 1);
  EXPECT_FALSE(product.has_changes());
  ASSERT_TRUE(change({.name = "Red mug"}));
  EXPECT_EQ(product.version(), 1);
  EXPECT_TRUE(product.has_changes());
  product.mark_saved();
  EXPECT_EQ(product.version(), 2);
  EXPECT_EQ(product.state().event_sequence, 2);
}

TEST_F(AProduct, tells_which_fields_an_edit_changed) {
  ASSERT_TRUE(
      change({.name = "Red mug", .description = "Holds tea.\nAnd coffee.", .tags = std::vector<std::string>{"red"}}));
  EXPECT_EQ(fact<ProductUpdated>(0).changed, (std::vector<std::string>{"name", "tags"}));
  EXPECT_EQ(product.events().pending().size(), 1u);
  EXPECT_EQ(product.state().details.name, "Red mug");
  EXPECT_EQ(product.state().updated_at, kStart + 1h);
  EXPECT_EQ(product.state().created_at, kStart);
}

TEST_F(AProduct, does_not_notice_an_edit_without_a_difference) {
  ASSERT_TRUE(change({}));
  ASSERT_TRUE(change({.name = "Blue mug", .price = usd(1999), .is_active = true}));
  EXPECT_FALSE(product.has_changes());
  EXPECT_EQ(product.state().updated_at, kStart);
}

TEST_F(AProduct, tells_its_old_and_new_price) {
  ASSERT_TRUE(change({.price = usd(2100)}));
  EXPECT_EQ(fact<ProductUpdated>(0).changed, std::vector<std::string>{"price"});
  EXPECT_EQ(fact<ProductPriceChanged>(1).old_price, usd(1999));
  EXPECT_EQ(fact<ProductPriceChanged>(1).new_price, usd(2100));
}

TEST_F(AProduct, tells_when_it_is_withdrawn_and_offered_again) {
  ASSERT_TRUE(change({.is_active = false}));
  EXPECT_EQ(product.events().pending().size(), 2u);
  EXPECT_TRUE(std::holds_alternative<ProductDeactivated>(product.events().pending()[1]));
  product.mark_saved();
  ASSERT_TRUE(change({.is_active = true}));
  EXPECT_TRUE(std::holds_alternative<ProductActivated>(product.events().pending()[1]));
}

TEST_F(AProduct, refuses_an_edit_that_breaks_a_rule_and_stays_as_it_was) {
  const auto before = product.state();
  EXPECT_EQ(change({.price = usd(5000)}).error().code, "product.invalid") << "the price would pass compare_at_price";
  EXPECT_EQ(change({.name = ""}).error().code, "product.invalid");
  EXPECT_TRUE(test::same(product.state(), before));
  EXPECT_FALSE(product.has_changes());
}

TEST_F(AProduct, refuses_an_edit_or_removal_of_a_version_it_no_longer_is) {
  ASSERT_TRUE(change({.name = "Red mug"}, 1));
  product.mark_saved();
  const auto before = product.state();
  for (const auto version : {0, 1, 3}) {
    EXPECT_EQ(change({.name = "Green mug"}, version).error().code, "product.stale");
    EXPECT_EQ(product.remove(version, kStart).error().kind, ErrorKind::stale);
  }
  EXPECT_TRUE(test::same(product.state(), before));
  EXPECT_TRUE(product.remove(2, kStart));
}

TEST_F(AProduct, is_gone_from_the_moment_it_is_removed) {
  ASSERT_TRUE(product.remove(std::nullopt, kStart + 2h));
  EXPECT_EQ(product.state().deleted_at, kStart + 2h);
  EXPECT_EQ(product.state().updated_at, kStart + 2h);
  EXPECT_TRUE(std::holds_alternative<ProductDeleted>(product.events().pending().at(0)));
}

}  // namespace
}  // namespace ddd::product
