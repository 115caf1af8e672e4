#include <chrono>

#include <product/contract/store_world.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::details;
using test::kStart;
using test::payment;
using test::saving;

class DemandInAStore : public test::StoreTest {
 protected:
  bool tell(const BasketId& basket, std::int64_t sequence, std::set<ProductId> products, Timestamp now = kStart) {
    return *run(store->demand().replace({basket, sequence, std::move(products)}, saving(now)));
  }
  std::int64_t baskets_with(ProductId id) { return run(store->views().find_many({id}))->front().in_baskets; }

  const ProductId mug = added(details("MUG")).id();
  const ProductId pot = added(details("POT")).id();
  const BasketId one = ids.make<BasketId>();
  const BasketId other = ids.make<BasketId>();
};
INSTANTIATE_TEST_SUITE_P(Every, DemandInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(DemandInAStore, counts_the_baskets_of_each_product) {
  EXPECT_EQ(baskets_with(mug), 0);
  EXPECT_TRUE(tell(one, 1, {mug, pot}));
  EXPECT_TRUE(tell(other, 1, {mug}));
  EXPECT_EQ(baskets_with(mug), 2);
  EXPECT_EQ(baskets_with(pot), 1);
  EXPECT_TRUE(tell(one, 2, {pot}));
  EXPECT_TRUE(tell(other, 5, {}));
  EXPECT_EQ(baskets_with(mug), 0);
  EXPECT_EQ(baskets_with(pot), 1);
}

TEST_P(DemandInAStore, takes_nothing_that_is_as_old_as_what_it_knows) {
  EXPECT_TRUE(tell(one, 2, {mug}));
  EXPECT_FALSE(tell(one, 2, {}));
  EXPECT_FALSE(tell(one, 1, {pot}));
  EXPECT_EQ(baskets_with(mug), 1);
  EXPECT_EQ(baskets_with(pot), 0);
}

TEST_P(DemandInAStore, counts_products_it_does_not_know_for_nothing) {
  EXPECT_TRUE(tell(one, 1, {ProductId(4711), mug}));
  EXPECT_EQ(baskets_with(mug), 1);
  EXPECT_TRUE(tell(one, 2, {}));
  EXPECT_EQ(baskets_with(mug), 0);
}

TEST_P(DemandInAStore, applies_an_event_once) {
  const auto event = ids.make<EventId>();
  ASSERT_TRUE(run(store->demand().replace({one, 1, {mug}}, with_inbox(event))));
  EXPECT_EQ(run(store->demand().replace({other, 1, {mug}}, with_inbox(event))).error().code,
            store_errors::kDuplicateEvent);
  EXPECT_EQ(baskets_with(mug), 1) << "nothing of a refused change stays";
}

TEST_P(DemandInAStore, forgets_empty_baskets_after_a_week_and_no_others) {
  EXPECT_TRUE(tell(one, 5, {}));
  EXPECT_TRUE(tell(other, 5, {mug}));
  EXPECT_TRUE(tell(ids.make<BasketId>(), 1, {}, kStart + 7 * 24h));
  EXPECT_FALSE(tell(one, 4, {pot})) << "not before the week is over";
  EXPECT_TRUE(tell(ids.make<BasketId>(), 1, {}, kStart + 7 * 24h + 1s));
  EXPECT_TRUE(tell(one, 4, {pot})) << "it is as good as new";
  EXPECT_FALSE(tell(other, 4, {}));
  EXPECT_EQ(baskets_with(mug), 1);
}

class ViewsInAStore : public DemandInAStore {};
INSTANTIATE_TEST_SUITE_P(Every, ViewsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(ViewsInAStore, add_up_and_change_no_version) {
  const auto before = run(store->views().find_many({mug}))->front();
  ASSERT_TRUE(run(store->view_counts().add({{mug, 3}, {pot, 1}, {ProductId(4711), 9}})));
  ASSERT_TRUE(run(store->view_counts().add({{mug, 4}})));
  auto after = run(store->views().find_many({mug}))->front();
  EXPECT_EQ(std::exchange(after.view_count, 0), 7);
  EXPECT_EQ(after, before);
  EXPECT_EQ(run(store->views().find_by_sku("POT"))->value().view_count, 1);
  EXPECT_EQ(list({.filter = {}, .sort = ProductSort::price_ascending}).items.at(0).view_count, 7);
}

TEST_P(ViewsInAStore, stay_when_the_product_is_edited) {
  ASSERT_TRUE(run(store->view_counts().add({{mug, 3}})));
  auto product = find(mug);
  ASSERT_TRUE(product.change({.name = "Red mug"}, {}, Currency(), kStart));
  ASSERT_TRUE(save(product));
  EXPECT_EQ(run(store->views().find_many({mug}))->front().view_count, 3);
}

class FailuresInAStore : public test::StoreTest {};
INSTANTIATE_TEST_SUITE_P(Every, FailuresInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(FailuresInAStore, are_told_once_for_each_payment) {
  const auto note = [&](std::uint64_t id) {
    return run(store->stocks().note_failure({payment(id), "product.reservation_not_found"}, saving()));
  };
  ASSERT_TRUE(note(1));
  ASSERT_TRUE(note(1));
  ASSERT_TRUE(note(2));
  const auto events = told();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].type, "ddd.product.stock_consume_failed.v1");
  EXPECT_EQ(events[0].subject, "consumption/" + payment(1).to_text());
  EXPECT_EQ(events[0].sequence, 1);
  EXPECT_EQ(events[1].key, payment(2).to_text());
}

class WithdrawnProducts : public test::StoreTest {
 protected:
  std::string refusal_of(std::uint64_t id, std::vector<StockLine> lines) {
    const auto books = reserve(id, std::move(lines));
    return books ? "" : std::string(books.error().code);
  }
  void withdraw(ProductId id) {
    auto product = find(id);
    ASSERT_TRUE(product.change({.is_active = false}, {}, Currency(), kStart));
    ASSERT_TRUE(save(product));
  }

  const ProductId mug = added(details("MUG")).id();
  const ProductId pot = added(details("POT")).id();
};
INSTANTIATE_TEST_SUITE_P(Every, WithdrawnProducts, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(WithdrawnProducts, are_not_reserved) {
  withdraw(pot);
  EXPECT_EQ(refusal_of(1, {{mug, 1}, {pot, 1}}), "product.inactive");
  EXPECT_EQ(find_stock(mug).state().reserved, 0) << "all lines or none";
  EXPECT_EQ(refusal_of(2, {{mug, 1}}), "");
}

TEST_P(WithdrawnProducts, are_not_reserved_when_they_are_deleted) {
  auto product = find(pot);
  ASSERT_TRUE(product.remove({}, kStart));
  ASSERT_TRUE(save(product));
  EXPECT_EQ(refusal_of(1, {{pot, 1}}), "product.inactive");
}

TEST_P(WithdrawnProducts, stay_reserved_where_they_were) {
  ASSERT_EQ(refusal_of(1, {{pot, 2}}), "");
  withdraw(pot);
  EXPECT_EQ(refusal_of(1, {{pot, 2}}), "") << "asking again finds the first";
  EXPECT_TRUE(apply(PinReservation{payment(1)}));
  EXPECT_TRUE(apply(ConsumeReservation{payment(1)}));
  EXPECT_EQ(find_stock(pot).state().on_hand, 8);
}

}  // namespace
}  // namespace ddd::product
