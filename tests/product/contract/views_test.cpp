#include <algorithm>

#include <product/contract/store_world.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::details;
using test::kStart;
using test::payment;
using test::usd;

class ProductViewsOfAStore : public test::StoreTest {
 protected:
  ProductId shelve(std::string sku, const std::function<void(Details&)>& shape = {}, std::int64_t units = 10,
                   Timestamp at = kStart) {
    auto what = details(std::move(sku));
    what.compare_at_price.reset();
    if (shape) shape(what);
    return added(what, units, at).id();
  }
  std::vector<ProductId> ids_of(const ProductPage& page) {
    std::vector<ProductId> found;
    for (const auto& view : page.items) found.push_back(view.id);
    return found;
  }
  std::vector<ProductId> listed(ProductFilter filter, ProductSort sort = ProductSort::newest) {
    return ids_of(list({.filter = std::move(filter), .sort = sort, .limit = 100}));
  }
  std::vector<ProductId> found_by(std::string text) {
    auto found = listed({.text = std::move(text)}, ProductSort::relevance);
    std::ranges::sort(found);
    return found;
  }
  /// Every page of a listing one after another.
  std::vector<ProductId> walk(ProductListing listing) {
    std::vector<ProductId> all;
    for (int pages = 0; pages < 100; ++pages) {
      auto page = list(listing);
      EXPECT_LE(page.items.size(), listing.limit);
      for (const auto& view : page.items) all.push_back(view.id);
      if (!page.next) return all;
      EXPECT_EQ(page.items.size(), listing.limit) << "only the last page may be short";
      listing.after = page.next;
    }
    ADD_FAILURE() << "the pages don't end";
    return all;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, ProductViewsOfAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

using Ids = std::vector<ProductId>;

TEST_P(ProductViewsOfAStore, show_catalogue_data_and_stock_side_by_side) {
  const auto product = added();
  ASSERT_TRUE(reserve(1, {{product.id(), 4}}));
  const auto views = run(store->views().find_many({product.id(), ProductId(99)}));
  ASSERT_EQ(views->size(), 1u);
  EXPECT_EQ(views->at(0), (ProductView{.id = product.id(),
                                       .details = details(),
                                       .on_hand = 10,
                                       .reserved = 4,
                                       .version = 1,
                                       .stock_version = 2,
                                       .view_count = 0,
                                       .created_at = kStart,
                                       .updated_at = kStart}));
  EXPECT_EQ(run(store->views().find_by_sku("MUG-BLUE"))->value(), views->at(0));
  EXPECT_EQ(list({}).items.at(0), views->at(0));
}

TEST_P(ProductViewsOfAStore, find_nothing_where_there_is_nothing) {
  EXPECT_TRUE(run(store->views().find_many({}))->empty());
  EXPECT_TRUE(run(store->views().find_many({ProductId(1)}))->empty());
  EXPECT_FALSE(run(store->views().find_by_sku("MUG-BLUE"))->has_value());
  EXPECT_TRUE(list({}).items.empty());
  EXPECT_FALSE(list({}).next);
  EXPECT_TRUE(run(store->views().categories())->empty());
  EXPECT_TRUE(run(store->views().movements(ProductId(1), 10, {}))->items.empty());
}

TEST_P(ProductViewsOfAStore, take_text_from_outside_for_nothing_but_text) {
  shelve("A");
  for (const std::string hostile : {"' OR 1=1 --", "x'; DROP TABLE products; --", "%", "_", "\\", "\"", ""}) {
    EXPECT_FALSE(run(store->views().find_by_sku(hostile))->has_value()) << hostile;
    EXPECT_TRUE(listed({.category = hostile}).empty()) << hostile;
    EXPECT_TRUE(listed({.brand = hostile}).empty()) << hostile;
  }
  const auto odd = shelve("' OR 1=1 --", [](Details& d) { d.category = d.brand = "' OR 1=1 --"; });
  EXPECT_EQ(run(store->views().find_by_sku("' OR 1=1 --"))->value().id, odd);
  EXPECT_EQ(listed({.category = "' OR 1=1 --", .brand = "' OR 1=1 --"}), Ids{odd});
}

TEST_P(ProductViewsOfAStore, do_not_know_deleted_products) {
  auto product = added();
  ASSERT_TRUE(product.remove({}, kStart));
  ASSERT_TRUE(save(product));
  EXPECT_TRUE(run(store->views().find_many({product.id()}))->empty());
  EXPECT_FALSE(run(store->views().find_by_sku("MUG-BLUE"))->has_value());
  EXPECT_TRUE(listed({.is_active = std::nullopt}).empty());
  EXPECT_TRUE(found_by("mug").empty());
  EXPECT_TRUE(run(store->views().categories())->empty());
}

TEST_P(ProductViewsOfAStore, filter_by_each_property) {
  const auto cheap = shelve("CHEAP", [](Details& d) { d.price = usd(100); });
  const auto dear = shelve("DEAR", [](Details& d) {
    d.price = usd(9000);
    d.brand = "Goldsmith";
    d.is_featured = true;
  });
  const auto gone = shelve("GONE", [](Details& d) { d.category = "garden"; }, 0);
  const auto held = shelve("HELD", [](Details& d) { d.category = "garden"; }, 2);
  const auto old = shelve("OLD", [](Details& d) { d.is_active = false; });
  ASSERT_TRUE(reserve(1, {{held, 2}}));

  EXPECT_EQ(listed({}), (Ids{held, gone, dear, cheap}));
  EXPECT_EQ(listed({.category = "garden"}), (Ids{held, gone}));
  EXPECT_EQ(listed({.brand = "Goldsmith"}), Ids{dear});
  EXPECT_EQ(listed({.min_price = 9000}), Ids{dear});
  EXPECT_EQ(listed({.max_price = 100}), Ids{cheap});
  EXPECT_EQ(listed({.min_price = 101, .max_price = 1999}), (Ids{held, gone}));
  EXPECT_EQ(listed({.min_price = 2, .max_price = 1}), Ids{});
  EXPECT_EQ(listed({.in_stock = true}), (Ids{dear, cheap}));
  EXPECT_EQ(listed({.in_stock = false}), (Ids{held, gone})) << "all held counts as none";
  EXPECT_EQ(listed({.is_featured = true}), Ids{dear});
  EXPECT_EQ(listed({.is_featured = false}), (Ids{held, gone, cheap}));
  EXPECT_EQ(listed({.is_active = false}), Ids{old});
  EXPECT_EQ(listed({.is_active = std::nullopt}), (Ids{old, held, gone, dear, cheap}));
  EXPECT_EQ(listed({.category = "garden", .in_stock = true}), Ids{});
}

TEST_P(ProductViewsOfAStore, sort_every_way) {
  const auto b = shelve("1", [](Details& d) { d.name = "b", d.price = usd(200); }, 1, kStart + 2h);
  const auto a = shelve("2", [](Details& d) { d.name = "a", d.price = usd(300); }, 1, kStart + 1h);
  const auto c = shelve("3", [](Details& d) { d.name = "c", d.price = usd(100); }, 1, kStart + 3h);
  const auto same_as_a = shelve("4", [](Details& d) { d.name = "a", d.price = usd(300); }, 1, kStart + 1h);
  EXPECT_EQ(listed({}, ProductSort::newest), (Ids{c, b, same_as_a, a}));
  EXPECT_EQ(listed({}, ProductSort::price_ascending), (Ids{c, b, a, same_as_a}));
  EXPECT_EQ(listed({}, ProductSort::price_descending), (Ids{same_as_a, a, b, c}));
  EXPECT_EQ(listed({}, ProductSort::name), (Ids{a, same_as_a, b, c}));
  EXPECT_EQ(listed({}, ProductSort::relevance), (Ids{c, b, same_as_a, a})) << "as the newest when nothing is searched";
}

TEST_P(ProductViewsOfAStore, give_the_same_list_page_by_page_for_every_sort_and_size) {
  for (int i = 0; i < 12; ++i) {
    // Many alike, so that pages end in the middle of ties.
    shelve(
        "SKU-" + std::to_string(i),
        [&](Details& d) {
          d.name = "Mug " + std::to_string(i % 3);
          d.price = usd(100 * (i % 2));
          d.category = i % 4 == 0 ? "garden" : "kitchen";
        },
        1, kStart + std::chrono::hours(i % 3));
  }
  for (const auto sort : {ProductSort::newest, ProductSort::price_ascending, ProductSort::price_descending,
                          ProductSort::name, ProductSort::relevance}) {
    for (const auto& filter : {ProductFilter{}, ProductFilter{.category = "kitchen"}, ProductFilter{.text = "mug"}}) {
      const auto whole = listed(filter, sort);
      EXPECT_EQ(whole.size(), filter.category ? 9u : 12u);
      for (const std::size_t limit : {1, 2, 3, 5, 9, 11, 12, 13}) {
        EXPECT_EQ(walk({.filter = filter, .sort = sort, .limit = limit}), whole)
            << "sort " << static_cast<int>(sort) << " limit " << limit;
      }
    }
  }
}

TEST_P(ProductViewsOfAStore, keep_their_place_while_products_come_and_go) {
  Ids made;
  for (int i = 0; i < 6; ++i) made.push_back(shelve("SKU-" + std::to_string(i), {}, 1, kStart + std::chrono::hours(i)));
  auto page = list({.limit = 2});
  EXPECT_EQ(ids_of(page), (Ids{made[5], made[4]}));
  shelve("NEW", {}, 1, kStart + 100h);
  auto seen = find(made[4]);
  ASSERT_TRUE(seen.remove({}, kStart));
  ASSERT_TRUE(save(seen));
  page = list({.limit = 2, .after = page.next});
  EXPECT_EQ(ids_of(page), (Ids{made[3], made[2]}));
  page = list({.limit = 2, .after = page.next});
  EXPECT_EQ(ids_of(page), (Ids{made[1], made[0]}));
  EXPECT_FALSE(page.next);
}

TEST_P(ProductViewsOfAStore, tell_what_runs_low) {
  const auto low = shelve("LOW", [](Details& d) { d.min_stock = 3; }, 2);
  const auto enough = shelve("ENOUGH", [](Details& d) { d.min_stock = 3; }, 3);
  const auto never = shelve("NEVER", [](Details& d) { d.min_stock = 0; }, 0);
  EXPECT_EQ(listed({.is_low = true}), Ids{low});
  EXPECT_EQ(listed({.is_low = false}), (Ids{never, enough}));
  ASSERT_TRUE(reserve(1, {{enough, 1}}));
  EXPECT_EQ(listed({.is_low = true}), (Ids{enough, low}));
}

TEST_P(ProductViewsOfAStore, count_all_matches_only_when_asked) {
  for (int i = 0; i < 5; ++i) shelve("SKU-" + std::to_string(i));
  EXPECT_FALSE(list({.limit = 2}).total);
  const auto page = list({.limit = 2, .with_total = true});
  EXPECT_EQ(page.total, 5);
  EXPECT_EQ(list({.limit = 2, .after = page.next, .with_total = true}).total, 5);
  EXPECT_EQ(list({.filter = {.text = "SKU-3"}, .with_total = true}).total, 1);
  EXPECT_EQ(list({.filter = {.text = "..."}, .with_total = true}).total, 0);
}

TEST_P(ProductViewsOfAStore, find_words_by_their_beginning_in_every_searched_text) {
  const auto id = shelve("TEA-0815", [](Details& d) {
    d.name = "Samovar";
    d.description = "Boils water.\nSlowly.";
    d.short_description = "Brass vessel";
    d.brand = "Tula";
    d.tags = {"russian", "heirloom"};
    d.category = "unsearched";
  });
  shelve("OTHER", [](Details& d) { d.name = "Kettle", d.description = ""; });
  for (const auto* text : {"samovar", "SAMO", "boils", "slow", "brass", "tula", "heir", "tea", "0815", "TEA-0815",
                           "samovar tula", "tula samovar", "  vessel,water! ", "s"}) {
    EXPECT_EQ(found_by(text), Ids{id}) << text;
  }
  for (const auto* text : {"amovar", "samovars", "samovar kettle", "unsearched", "samovar -tula -x9", "nothing"}) {
    EXPECT_EQ(found_by(text), Ids{}) << text;
  }
}

TEST_P(ProductViewsOfAStore, rank_a_find_in_the_name_before_one_in_the_description) {
  const auto mentioned = shelve("1", [](Details& d) {
    d.name = "Saucer";
    d.description = "Goes under a teapot.";
    d.short_description = "";
  });
  const auto named = shelve("2", [](Details& d) {
    d.name = "Teapot";
    d.description = "Pours well into all cups.";
    d.short_description = "";
  });
  EXPECT_EQ(listed({.text = "teapot"}, ProductSort::relevance), (Ids{named, mentioned}));
  EXPECT_EQ(listed({.text = "teapot"}, ProductSort::newest), (Ids{named, mentioned}));
}

TEST_P(ProductViewsOfAStore, pass_over_any_number_of_finds_that_the_filter_keeps_back) {
  Ids rare;
  for (int i = 0; i < 130; ++i) {
    const bool is_rare = i % 50 == 7;
    const auto id = shelve("MUG-" + std::to_string(i), [&](Details& d) { d.category = is_rare ? "rare" : "common"; });
    if (is_rare) rare.push_back(id);
  }
  std::ranges::reverse(rare);
  ProductListing listing{.filter = {.category = "rare", .text = "mug"}, .sort = ProductSort::relevance, .limit = 2};
  EXPECT_EQ(walk(listing), rare);
  listing.filter.category = "common";
  EXPECT_EQ(walk(listing).size() + rare.size(), 130u);
}

TEST_P(ProductViewsOfAStore, search_what_a_product_is_now) {
  const auto id = shelve("1", [](Details& d) { d.name = "Samovar"; });
  auto product = find(id);
  ASSERT_TRUE(product.change({.name = "Kettle"}, {}, Currency(), kStart));
  ASSERT_TRUE(save(product));
  EXPECT_TRUE(found_by("samovar").empty());
  EXPECT_EQ(found_by("kettle"), Ids{id});
  ASSERT_TRUE(product.change({.is_active = false}, {}, Currency(), kStart));
  ASSERT_TRUE(save(product));
  EXPECT_TRUE(found_by("kettle").empty());
  EXPECT_EQ(listed({.text = "kettle", .is_active = false}), Ids{id});
}

TEST_P(ProductViewsOfAStore, take_a_search_for_words_whatever_else_it_means_to_an_engine) {
  const auto id = shelve("1", [](Details& d) { d.name = "Samovar and near or not"; });
  for (const auto* text :
       {"\"samovar\"", "samovar*", "(samovar", "samovar)", "^samovar", "samovar:", "{samovar}", "'samovar'", "samovar;",
        "samovar AND", "NEAR(samovar)", "samovar OR", "NOT samovar", "+samovar", "samovar \" ", "samovar\\", "-samovar",
        "samovar%", "\xe2\x80\x9csamovar\xe2\x80\x9d"}) {
    EXPECT_EQ(found_by(text), Ids{id}) << text;
  }
  for (const auto* text : {"name:samovar", "samovar AND kettle", "NEAR(samovar kettle, 5)", "description : samovar"}) {
    EXPECT_EQ(found_by(text), Ids{}) << text;
  }
}

TEST_P(ProductViewsOfAStore, answer_a_search_without_words_with_nothing) {
  shelve("1");
  for (const std::string text : {"", " ", "\"", "***", "()", "'; --", "\t\n", "%", "-", "\"\"\"\""}) {
    EXPECT_TRUE(found_by(text).empty()) << text;
  }
  EXPECT_TRUE(found_by(std::string("\0\0", 2)).empty());
}

TEST_P(ProductViewsOfAStore, survive_a_search_of_any_bytes) {
  shelve("1");
  std::string many, bytes;
  for (int i = 0; i < 100; ++i) many += "w" + std::to_string(i) + " ";
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (const auto& text :
       {many, bytes, std::string(5000, 'x'), std::string(5000, '"'), std::string("\xff\xfe"), std::string("\xc3"),
        std::string("mug\0mug", 7), std::string("\xed\xa0\x80"), std::string("\xf0\x9f\x8d\xb5")}) {
    const auto page = run(store->views().list({.filter = {.text = text}, .sort = ProductSort::relevance}));
    EXPECT_TRUE(page.has_value()) << text;
  }
}

TEST_P(ProductViewsOfAStore, find_a_name_by_all_its_words_though_a_dash_stands_between) {
  const auto id = shelve("1", [](Details& d) { d.name = "Samovar \xe2\x80\x94 brass"; });
  EXPECT_EQ(found_by("samovar \xe2\x80\x94 brass"), Ids{id});
  EXPECT_EQ(found_by("samovar \xc2\xb7 brass"), Ids{id});
  EXPECT_TRUE(found_by("\xe2\x80\x94").empty()) << "a dash is no word";
}

TEST_P(ProductViewsOfAStore, count_the_active_products_of_each_category_by_name) {
  shelve("1", [](Details& d) { d.category = "kitchen"; });
  shelve("2", [](Details& d) { d.category = "garden"; });
  shelve("3", [](Details& d) { d.category = "kitchen"; });
  shelve("4", [](Details& d) { d.category = "attic", d.is_active = false; });
  shelve("5", [](Details& d) { d.category = ""; });
  const auto categories = run(store->views().categories());
  ASSERT_EQ(categories->size(), 2u);
  EXPECT_EQ(categories->at(0).name, "garden");
  EXPECT_EQ(categories->at(0).product_count, 1);
  EXPECT_EQ(categories->at(1).name, "kitchen");
  EXPECT_EQ(categories->at(1).product_count, 2);
}

TEST_P(ProductViewsOfAStore, page_through_the_movements_newest_first) {
  const auto mug = shelve("1");
  const auto pot = shelve("2");
  for (std::uint64_t i = 1; i <= 5; ++i) ASSERT_TRUE(reserve(i, {{mug, 1}, {pot, 1}}));
  std::vector<std::string> causes;
  std::optional<std::int64_t> before;
  std::vector<std::size_t> sizes;
  for (;;) {
    const auto page = run(store->views().movements(mug, 2, before));
    sizes.push_back(page->items.size());
    for (const auto& view : page->items) causes.push_back(view.movement.cause.id);
    if (!page->next) break;
    before = page->next;
    ASSERT_TRUE(reserve(100 + sizes.size(), {{mug, 1}})) << "newer ones don't disturb";
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 2, 2}));
  ASSERT_EQ(causes.size(), 6u);
  for (std::uint64_t i = 0; i < 5; ++i) EXPECT_EQ(causes[i], payment(5 - i).to_text());
  EXPECT_TRUE(causes[5].starts_with("adj_"));
}

}  // namespace
}  // namespace ddd::product
