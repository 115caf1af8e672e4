#include <algorithm>
#include <set>

#include <product/contract/store_world.hpp>
#include <rapidcheck/gtest.h>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::product {
namespace {

using test::kStart;
using test::payment;
using test::usd;

/// Two stores that are told the same.
struct Twins {
  test::StoreWorld memory{test::store_kinds().at(0)};
  test::StoreWorld sqlite{test::store_kinds().at(1)};
};

Details any_details(int number) {
  auto what = test::details("SKU-" + std::to_string(number), *rc::gen::inRange<std::int64_t>(0, 4) * 100);
  what.compare_at_price.reset();
  what.name = *rc::gen::element<std::string>("Mug", "mug", "Blue mug", "Pot \xc3\xa9", "\xe6\x9d\x8e", "Teapot 3000");
  what.category = *rc::gen::element<std::string>("", "kitchen", "garden");
  what.brand = *rc::gen::element<std::string>("", "Potter", "it's");
  what.is_active = *rc::gen::weightedElement<bool>({{5, true}, {1, false}});
  what.is_featured = *rc::gen::arbitrary<bool>();
  what.min_stock = *rc::gen::inRange<std::int64_t>(0, 4);
  return what;
}

template <class T>
std::optional<T> maybe(rc::Gen<T> gen) {
  return *rc::gen::weightedElement<bool>({{1, true}, {3, false}}) ? std::optional(*gen) : std::nullopt;
}

ProductFilter any_filter() {
  return {.category = maybe(rc::gen::element<std::string>("", "kitchen", "garden", "none")),
          .brand = maybe(rc::gen::element<std::string>("", "Potter", "it's")),
          .min_price = maybe(rc::gen::inRange<std::int64_t>(0, 400)),
          .max_price = maybe(rc::gen::inRange<std::int64_t>(0, 400)),
          .in_stock = maybe(rc::gen::arbitrary<bool>()),
          .is_featured = maybe(rc::gen::arbitrary<bool>()),
          .is_low = maybe(rc::gen::arbitrary<bool>()),
          .text = maybe(rc::gen::element<std::string>("mug", "blue m", "pot", "30", "sku", "-", "mug pot")),
          .is_active = maybe(rc::gen::arbitrary<bool>())};
}

struct Shelved {
  Details what;
  std::int64_t units = 0;
  Timestamp at;
};

std::vector<Shelved> any_products() {
  std::vector<Shelved> products(*rc::gen::inRange<std::size_t>(1, 14));
  for (std::size_t i = 0; i < products.size(); ++i) {
    products[i] = {any_details(static_cast<int>(i) + 1), *rc::gen::inRange<std::int64_t>(0, 3),
                   kStart + std::chrono::hours(*rc::gen::inRange(0, 3))};
  }
  return products;
}

Task<> add_to(test::StoreWorld& world, ProductId id, Shelved shelved) {
  auto product = Product::create(id, std::move(shelved.what), Currency(), shelved.at).value();
  auto stock = Stock::open(id, shelved.units, {"adj_" + id.to_text(), {}}, shelved.at);
  RC_ASSERT(co_await world.store->products().add(product, stock, test::saving(shelved.at)));
}

/// All of them in one commit.
void add_all(test::StoreWorld& world, const std::vector<Shelved>& products) {
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < products.size(); ++i) tasks.push_back(add_to(world, ProductId(i + 1), products[i]));
  ddd::test::await(world.context, when_all(std::move(tasks)));
}

void change_anything(Twins& twins, std::uint64_t number) {
  const ProductId id(*rc::gen::inRange<std::uint64_t>(1, 12));
  const auto what = *rc::gen::inRange(0, 3);
  const DetailsPatch patch{.name = *rc::gen::element<std::string>("Mug", "Saucer")};
  for (auto* world : {&twins.memory, &twins.sqlite}) {
    auto found = world->run(world->store->products().find(id));
    if (!found) continue;
    if (what == 0)
      RC_ASSERT(found->change(patch, {}, Currency(), kStart) && (!found->has_changes() || world->save(*found)));
    if (what == 1) RC_ASSERT(found->remove({}, kStart) && world->save(*found));
    if (what == 2) static_cast<void>(world->reserve(number, {{id, 1}}));
  }
}

std::vector<ProductView> walk(test::StoreWorld& world, ProductListing listing) {
  std::vector<ProductView> all;
  for (;;) {
    auto page = world.list(listing);
    RC_ASSERT(all.size() < 100);
    RC_ASSERT(page.items.size() <= listing.limit && (!page.next || page.items.size() == listing.limit));
    all.insert(all.end(), page.items.begin(), page.items.end());
    if (!page.next) return all;
    listing.after = page.next;
  }
}

std::set<ProductId> found_by_relevance(test::StoreWorld& world, std::string text, std::size_t limit) {
  std::set<ProductId> ids;
  for (const auto& view : walk(world, {.filter = {.text = text}, .sort = ProductSort::relevance, .limit = limit})) {
    RC_ASSERT(ids.insert(view.id).second);
  }
  return ids;
}

RC_GTEST_PROP(ListingLaws, every_store_gives_the_same_lists_and_pages, ()) {
  Twins twins;
  const auto products = any_products();
  add_all(twins.memory, products);
  add_all(twins.sqlite, products);
  const auto changes = *rc::gen::inRange<std::uint64_t>(0, 5);
  for (std::uint64_t n = 1; n <= changes; ++n) change_anything(twins, n);
  for (int listings = 0; listings < 12; ++listings) {
    const ProductListing listing{.filter = any_filter(),
                                 .sort = *rc::gen::element(ProductSort::newest, ProductSort::price_ascending,
                                                           ProductSort::price_descending, ProductSort::name),
                                 .limit = *rc::gen::inRange<std::size_t>(1, 6),
                                 .with_total = true};
    const auto expected = walk(twins.memory, listing);
    RC_ASSERT(walk(twins.sqlite, listing) == expected);
    RC_ASSERT(twins.sqlite.list(listing).total == std::ssize(expected));
    RC_ASSERT(twins.memory.list(listing).total == std::ssize(expected));
  }
  // Each engine has its own idea of relevance, but not of what is found.
  const auto text = *rc::gen::element<std::string>("mug", "pot", "sku");
  const auto limit = *rc::gen::inRange<std::size_t>(1, 4);
  RC_ASSERT(found_by_relevance(twins.memory, text, limit) == found_by_relevance(twins.sqlite, text, limit));
}

/// Reads page after page of a listing while products are added between the first of them.
void walk_while_others_add(test::StoreWorld& world, ProductListing listing, int& number) {
  const auto ids_of = [](const std::vector<ProductView>& views) {
    std::vector<ProductId> ids;
    for (const auto& view : views) ids.push_back(view.id);
    return ids;
  };
  const auto there_all_along = ids_of(walk(world, listing));
  std::vector<ProductId> seen;
  for (int pages = 0;; ++pages) {
    const auto page = world.list(listing);
    const auto ids = ids_of(page.items);
    seen.insert(seen.end(), ids.begin(), ids.end());
    if (!page.next) break;
    listing.after = page.next;
    // Those that come behind the cursor are read too: without an end to them the walk had none.
    if (pages >= 4) continue;
    auto more = any_details(++number);
    more.name += *rc::gen::element<std::string>("", " mug mug", " pot");
    world.added(std::move(more), 1, kStart + std::chrono::hours(*rc::gen::inRange(0, 4)));
  }
  RC_ASSERT(std::set(seen.begin(), seen.end()).size() == seen.size());
  std::erase_if(seen, [&](ProductId id) { return std::ranges::find(there_all_along, id) == there_all_along.end(); });
  RC_ASSERT(seen == there_all_along);
}

RC_GTEST_PROP(ListingLaws, pages_neither_repeat_nor_lose_a_product_while_others_are_added, ()) {
  Twins twins;
  const auto products = any_products();
  for (auto* world : {&twins.memory, &twins.sqlite}) {
    for (std::size_t i = 0; i < products.size(); ++i) world->added(products[i].what, products[i].units, products[i].at);
  }
  int number = 100;
  for (const auto sort : {ProductSort::newest, ProductSort::price_ascending, ProductSort::price_descending,
                          ProductSort::name, ProductSort::relevance}) {
    ProductListing listing{.filter = {}, .sort = sort, .limit = *rc::gen::inRange<std::size_t>(1, 4)};
    if (sort == ProductSort::relevance) listing.filter.text = *rc::gen::element<std::string>("mug", "pot", "sku");
    walk_while_others_add(twins.memory, listing, number);
    walk_while_others_add(twins.sqlite, listing, number);
  }
}

TEST(TheSqliteSearch, minds_neither_case_nor_accents_of_any_script) {
  test::StoreWorld world(test::store_kinds().at(1));
  auto what = test::details("1");
  what.name =
      "\xc3\x89"
      "clair \xd0\xa1\xd0\x90\xd0\x9c\xd0\x9e\xd0\x92\xd0\x90\xd0\xa0";  // Éclair САМОВАР
  world.added(what);
  for (const auto* text : {"\xc3\x89"
                           "CLAIR",
                           "eclair",
                           "\xc3\xa9"
                           "cl",
                           "\xd1\x81\xd0\xb0\xd0\xbc\xd0\xbe"}) {
    EXPECT_EQ(world.list({.filter = {.text = text}}).items.size(), 1u) << text;
  }
}

}  // namespace
}  // namespace ddd::product
