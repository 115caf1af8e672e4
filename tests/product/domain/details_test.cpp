#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <product/support/values.hpp>

namespace ddd::product {
namespace {

using test::details;
using test::usd;

/// What is broken after `spoil` has changed a good description: "/pointer code".
std::vector<std::string> broken_by(const std::function<void(Details&)>& spoil) {
  auto what = details();
  spoil(what);
  const auto result = check(what, Currency());
  std::vector<std::string> rules;
  if (result) return rules;
  EXPECT_EQ(result.error().code, "product.invalid");
  EXPECT_EQ(result.error().kind, ErrorKind::rejected);
  for (const auto& each : result.error().violations) rules.push_back(each.pointer + " " + each.code);
  return rules;
}

using Rules = std::vector<std::string>;

std::string characters(std::size_t count) {
  std::string text;
  while (count-- > 0) text += "\xc3\xab";  // two bytes, one character
  return text;
}

TEST(Details, of_the_example_break_no_rule) {
  EXPECT_EQ(broken_by([](Details&) {}), Rules{});
}

TEST(Details, need_a_name_of_1_to_255_characters) {
  EXPECT_EQ(broken_by([](Details& d) { d.name = ""; }), Rules{"/name required"});
  EXPECT_EQ(broken_by([](Details& d) { d.name = " \t "; }), Rules{"/name required"});
  EXPECT_EQ(broken_by([](Details& d) { d.name = characters(255); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.name = characters(256); }), Rules{"/name max_length"});
  EXPECT_EQ(broken_by([](Details& d) { d.name = "\xff"; }), Rules{"/name encoding"});
}

TEST(Details, bound_every_other_text_in_characters) {
  EXPECT_EQ(broken_by([](Details& d) { d.description = characters(10'000); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.description = characters(10'001); }), Rules{"/description max_length"});
  EXPECT_EQ(broken_by([](Details& d) { d.short_description = characters(500); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.short_description = characters(501); }),
            Rules{"/short_description max_length"});
  EXPECT_EQ(broken_by([](Details& d) { d.category = d.sub_category = d.brand = characters(100); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.category = d.sub_category = d.brand = characters(101); }),
            (Rules{"/category max_length", "/sub_category max_length", "/brand max_length"}));
}

TEST(Details, may_leave_every_text_but_the_name_empty) {
  EXPECT_EQ(broken_by([](Details& d) {
              d.description = d.short_description = d.category = d.sub_category = d.brand = "";
              d.tags.clear();
              d.images.clear();
              d.compare_at_price.reset();
            }),
            Rules{});
}

TEST(Details, take_at_most_20_tags_and_images_of_bounded_length) {
  EXPECT_EQ(broken_by([](Details& d) { d.tags.assign(20, characters(50)); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.tags.assign(21, "t"); }), Rules{"/tags max_items"});
  EXPECT_EQ(broken_by([](Details& d) { d.tags = {"ok", "", characters(51)}; }),
            (Rules{"/tags/1 required", "/tags/2 max_length"}));
  EXPECT_EQ(broken_by([](Details& d) { d.images.assign(20, "http://i/" + characters(1'991)); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.images.assign(21, "https://i/1.jpg"); }), Rules{"/images max_items"});
  EXPECT_EQ(broken_by([](Details& d) { d.images = {"https://i/" + characters(1'991)}; }),
            Rules{"/images/0 max_length"});
}

TEST(Details, show_images_by_web_addresses_alone) {
  const auto broken_image = [](std::string url) {
    return !broken_by([&](Details& d) { d.images = {std::move(url)}; }).empty();
  };
  for (const auto* url : {"https://img.example/mug.jpg", "http://img.example", "https://img.example:8443/a/b.jpg?w=1#x",
                          "https://[::1]/a.png", "https://img.example/@2x.png"}) {
    EXPECT_FALSE(broken_image(url)) << url;
  }
  for (const auto* url : {"javascript:alert(1)", "JavaScript:alert(1)", "data:image/png;base64,AAAA",
                          "ftp://img.example/a", "mug.jpg", "//img.example/a", "https:///a", "https://",
                          "http:img.example", "https://me:secret@img.example/a", "https://me@img.example",
                          "https://img.example/a b", "https://img.example/\">", "https://img.example\\@evil.example"}) {
    EXPECT_TRUE(broken_image(url)) << url;
  }
  EXPECT_EQ(broken_by([](Details& d) { d.images = {"https://ok.example/1", "javascript:x"}; }), Rules{"/images/1 url"});
}

TEST(Details, cost_nothing_or_more_in_the_catalogues_currency) {
  EXPECT_EQ(broken_by([](Details& d) { d.price = usd(0); }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.price = usd(-1); }), Rules{"/price/amount min"});
  const auto euro = *Currency::from_code("EUR");
  EXPECT_EQ(broken_by([&](Details& d) {
              d.price = Money(1999, euro);
              d.compare_at_price.reset();
            }),
            Rules{"/price/currency currency"});
}

TEST(Details, compare_with_a_price_that_is_not_below_their_own) {
  EXPECT_EQ(broken_by([](Details& d) { d.compare_at_price = d.price; }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.compare_at_price = usd(1998); }), Rules{"/compare_at_price/amount min"});
  EXPECT_EQ(broken_by([](Details& d) { d.compare_at_price = Money(9999, *Currency::from_code("EUR")); }),
            Rules{"/compare_at_price/currency currency"});
}

TEST(Details, run_low_at_no_less_than_nothing) {
  EXPECT_EQ(broken_by([](Details& d) { d.min_stock = 0; }), Rules{});
  EXPECT_EQ(broken_by([](Details& d) { d.min_stock = -1; }), Rules{"/min_stock min"});
}

TEST(Details, tell_every_broken_rule_at_once) {
  EXPECT_EQ(broken_by([](Details& d) {
              d.name = "";
              d.price = usd(-5);
              d.min_stock = -1;
            }),
            (Rules{"/name required", "/price/amount min", "/min_stock min"}));
}

TEST(APatch, changes_what_it_names_and_nothing_else) {
  EXPECT_EQ(DetailsPatch{}.applied_to(details()), details());
  auto expected = details();
  expected.name = "Red mug";
  expected.is_featured = true;
  expected.tags = {};
  expected.compare_at_price = usd(9999);
  EXPECT_EQ(
      (DetailsPatch{
          .name = "Red mug", .compare_at_price = usd(9999), .tags = std::vector<std::string>{}, .is_featured = true}
           .applied_to(details())),
      expected);
}

TEST(ASku, is_1_to_100_characters_without_spaces_at_the_ends) {
  EXPECT_EQ(Sku::parse("  MUG 1\n")->to_text(), "MUG 1");
  EXPECT_EQ(Sku::parse(characters(100))->to_text(), characters(100));
  for (const auto& bad : {std::string(), std::string(" \t"), std::string("\xff"), characters(101)}) {
    const auto refused = Sku::parse(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, "product.sku_invalid");
    EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
  }
  EXPECT_NE(Sku::parse("mug"), Sku::parse("MUG"));
}

}  // namespace
}  // namespace ddd::product
