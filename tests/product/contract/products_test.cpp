#include <algorithm>
#include <set>

#include <product/contract/store_world.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::details;
using test::kStart;
using test::saving;
using test::usd;

class ProductsInAStore : public test::StoreTest {
 protected:
  Result<> rename(Product& product, std::string name, SaveContext context = saving()) {
    EXPECT_TRUE(product.change({.name = std::move(name)}, {}, Currency(), kStart + 1h));
    return save(product, std::move(context));
  }
  std::size_t found_by(std::string text) { return list({.filter = {.text = std::move(text)}}).items.size(); }
};
INSTANTIATE_TEST_SUITE_P(Every, ProductsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(ProductsInAStore, get_numbers_that_nobody_had) {
  std::set<ProductId> numbers;
  for (int i = 0; i < 20; ++i) {
    const auto id = run(store->products().next_id());
    EXPECT_TRUE(id->is_stored());
    EXPECT_TRUE(numbers.insert(*id).second);
  }
}

TEST_P(ProductsInAStore, are_found_as_they_were_added) {
  const auto product = added();
  EXPECT_EQ(product.version(), 1);
  EXPECT_FALSE(product.has_changes());
  const auto found = find(product.id());
  EXPECT_TRUE(test::same(found.state(), product.state()));
  EXPECT_EQ(found.state().event_sequence, 1);
  EXPECT_EQ(find_stock(product.id()).state().on_hand, 10);
}

TEST_P(ProductsInAStore, keep_every_field) {
  auto what = details("'; DROP TABLE products; --");
  what.name = "Zo\xc3\xab \"quoted\" \xe6\x9d\x8e %_";
  what.description = "line\nline\ttab\\";
  what.short_description = "";
  what.price = Money(INT64_MAX - 1, *Currency::from_code("KWD"));
  what.compare_at_price = Money(INT64_MAX, *Currency::from_code("KWD"));
  what.tags = {"one", "two words", "\xf0\x9f\x8d\xb5"};
  what.images = {};
  what.is_active = false;
  what.is_featured = what.is_digital = true;
  what.min_stock = INT64_MAX;
  const auto product = added(what, 0, kStart - 1us);
  EXPECT_TRUE(test::same(find(product.id()).state(), product.state()));

  auto bare = details("BARE", 0);
  bare.compare_at_price.reset();
  bare.category = bare.sub_category = bare.brand = bare.description = "";
  bare.tags.clear();
  const auto second = added(bare, Stock::kMost);
  EXPECT_TRUE(test::same(find(second.id()).state(), second.state()));
  EXPECT_EQ(find_stock(second.id()).state().on_hand, Stock::kMost);
}

TEST_P(ProductsInAStore, that_are_not_there_are_not_found) {
  EXPECT_EQ(run(store->products().find(ProductId(99))).error().code, "product.not_found");
  EXPECT_EQ(run(store->stocks().find(ProductId(99))).error().code, "product.not_found");
}

TEST_P(ProductsInAStore, never_share_a_sku_and_a_refused_one_leaves_nothing_behind) {
  const auto first = added(details("A"));
  auto second = test::new_product(*run(store->products().next_id()), details("A"));
  auto stock = test::new_stock(second.id());
  const auto event = ids.make<EventId>();
  EXPECT_EQ(run(store->products().add(second, stock, with_inbox(event))).error().code, "product.sku_taken");
  EXPECT_EQ(second.version(), 0);
  EXPECT_TRUE(second.has_changes());
  EXPECT_TRUE(stock.has_changes());
  EXPECT_EQ(told().size(), 2u);
  EXPECT_EQ(found_by("mug"), 1u);
  EXPECT_EQ(run(store->stocks().find(second.id())).error().code, "product.not_found");

  auto third = added(details("B"));
  ASSERT_TRUE(third.change({.sku = Sku::restore("A")}, {}, Currency(), kStart));
  EXPECT_EQ(save(third).error().code, "product.sku_taken");
  EXPECT_EQ(find(third.id()).state().details.sku.to_text(), "B");

  auto renamed = find(first.id());
  EXPECT_TRUE(rename(renamed, "Red mug", with_inbox(event))) << "the inbox row of the refused save is not there";
}

TEST_P(ProductsInAStore, tell_skus_apart_by_case) {
  added(details("mug"));
  added(details("MUG"));
  EXPECT_EQ(run(store->views().find_by_sku("mug"))->value().details.sku.to_text(), "mug");
}

TEST_P(ProductsInAStore, leave_their_sku_to_others_when_they_are_deleted) {
  auto old = added(details("A"));
  ASSERT_TRUE(old.remove({}, kStart + 1h));
  ASSERT_TRUE(save(old));
  const auto next = added(details("A"));
  EXPECT_EQ(run(store->views().find_by_sku("A"))->value().id, next.id());
}

TEST_P(ProductsInAStore, are_unknown_once_they_are_deleted) {
  auto product = added();
  auto theirs = find(product.id());
  ASSERT_TRUE(product.remove({}, kStart + 1h));
  ASSERT_TRUE(save(product));
  EXPECT_EQ(run(store->products().find(product.id())).error().code, "product.not_found");
  EXPECT_EQ(rename(theirs, "Red mug").error().code, store_errors::kVersionConflict);
  EXPECT_EQ(rename(product, "Red mug").error().code, store_errors::kVersionConflict);
  EXPECT_EQ(found_by("mug"), 0u);
}

TEST_P(ProductsInAStore, are_saved_with_their_events) {
  auto product = added();
  ASSERT_TRUE(product.change({.price = usd(1500), .is_active = false}, 1, Currency(), kStart + 1h));
  ASSERT_TRUE(save(product, saving(kStart + 1h)));
  EXPECT_EQ(product.version(), 2);
  EXPECT_TRUE(test::same(find(product.id()).state(), product.state()));

  const auto events = told();
  ASSERT_EQ(events.size(), 5u);
  EXPECT_EQ(events[0].type, "ddd.product.created.v1");
  EXPECT_EQ(events[1].type, "ddd.product.stock_updated.v1");
  EXPECT_EQ(events[1].subject, "stock/" + product.id().to_text());
  EXPECT_EQ(events[1].sequence, 1);
  EXPECT_EQ(events[2].type, "ddd.product.updated.v1");
  EXPECT_EQ(events[3].type, "ddd.product.price_changed.v1");
  EXPECT_EQ(events[4].type, "ddd.product.deactivated.v1");
  for (std::size_t i = 2; i < 5; ++i) {
    EXPECT_EQ(events[i].topic, "product-events");
    EXPECT_EQ(events[i].source, "/services/product");
    EXPECT_EQ(events[i].subject, "product/" + product.id().to_text());
    EXPECT_EQ(events[i].key, product.id().to_text());
    EXPECT_EQ(events[i].sequence, static_cast<std::int64_t>(i));
    EXPECT_EQ(events[i].aggregate_version, 2);
    EXPECT_EQ(events[i].time, kStart + 1h);
    EXPECT_EQ(events[i].correlation_id, "c");
    EXPECT_EQ(events[i].causation_id, "d");
  }
}

TEST_P(ProductsInAStore, saved_from_a_stale_state_write_nothing_at_all) {
  auto mine = added();
  auto theirs = find(mine.id());
  ASSERT_TRUE(rename(theirs, "Their mug"));
  const auto before = told().size();
  const auto event = ids.make<EventId>();
  auto context = with_inbox(event);
  context.idempotency = record();
  EXPECT_EQ(rename(mine, "Peculiar cup", context).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(mine.version(), 1);
  EXPECT_TRUE(mine.has_changes());
  EXPECT_TRUE(test::same(find(mine.id()).state(), theirs.state()));
  EXPECT_EQ(told().size(), before);
  EXPECT_EQ(found_by("peculiar"), 0u);
  EXPECT_FALSE(record_of("0123456789abcdef"));
  EXPECT_TRUE(rename(theirs, "Their other mug", with_inbox(event)));
}

TEST_P(ProductsInAStore, let_one_of_many_saves_of_a_version_win) {
  const auto product = added();
  std::vector<Product> copies(8, find(product.id()));
  std::vector<Result<>> answers(copies.size());
  std::vector<Task<>> tasks;
  const auto save_into = [](ProductRepository& products, Product& copy, Result<>& answer) -> Task<> {
    answer = co_await products.save(copy, saving());
  };
  for (std::size_t i = 0; i < copies.size(); ++i) {
    ASSERT_TRUE(copies[i].change({.name = "Mug " + std::to_string(i)}, {}, Currency(), kStart));
    tasks.push_back(save_into(store->products(), copies[i], answers[i]));
  }
  ddd::test::await(context, when_all(std::move(tasks)));
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); }), 1);
  EXPECT_EQ(find(product.id()).version(), 2);
  EXPECT_EQ(told().size(), 3u);
}

TEST_P(ProductsInAStore, apply_an_event_once_and_write_nothing_the_second_time) {
  auto product = added();
  const auto event = ids.make<EventId>();
  ASSERT_TRUE(rename(product, "Red mug", with_inbox(event)));
  EXPECT_EQ(rename(product, "Peculiar cup", with_inbox(event)).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(find(product.id()).state().details.name, "Red mug");
  EXPECT_EQ(found_by("peculiar"), 0u);
  EXPECT_EQ(told().size(), 3u);
}

TEST_P(ProductsInAStore, keep_an_idempotency_record_with_the_save) {
  auto product = test::new_product(*run(store->products().next_id()));
  auto stock = test::new_stock(product.id());
  ASSERT_TRUE(run(store->products().add(product, stock, with_key(record()))));
  EXPECT_EQ(record_of("0123456789abcdef"), record());
  EXPECT_FALSE(record_of("another-key-0000"));

  auto second = test::new_product(*run(store->products().next_id()), details("B"));
  auto its_stock = test::new_stock(second.id());
  EXPECT_EQ(run(store->products().add(second, its_stock, with_key(record()))).error().code,
            store_errors::kDuplicateKey);
  EXPECT_EQ(run(store->products().find(second.id())).error().code, "product.not_found");
  EXPECT_EQ(rename(product, "Red mug", with_key(record())).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(find(product.id()).version(), 1);
}

}  // namespace
}  // namespace ddd::product
