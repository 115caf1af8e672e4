#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

namespace ddd::product {
namespace {

/// A store of counts that may be away.
class FlakyCounts final : public ViewCounts {
 public:
  explicit FlakyCounts(ViewCounts& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<>> add(std::vector<ProductViewed> views) override {
    co_await boost::asio::post(use_task);
    if (is_away) co_return Refused(store_errors::unavailable());
    batches.push_back(views);
    co_return co_await inner_.add(std::move(views));
  }
  bool is_away = false;
  std::vector<std::vector<ProductViewed>> batches;

 private:
  ViewCounts& inner_;
};

class Viewing : public testing::Test, protected test::Catalogue {
 protected:
  Result<> look(ProductId id) { return run(shop.commands.record_view.handle(nobody, RecordView{id})); }
  Result<> flush() { return run(shop.commands.flush_views.handle(nobody, FlushViews{})); }
  std::int64_t views_of(ProductId id) { return get(admin, id)->view_count; }

  FlakyCounts counts{view_counts};
  Application shop{{products, stocks, views, counts, demand, changes, clock, ids, observer, CatalogueSettings{}}};
  const ProductId mug = shelve();
  const ProductId pot = shelve();
};

TEST_F(Viewing, is_counted_in_batches) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(look(mug));
  ASSERT_TRUE(look(pot));
  EXPECT_EQ(views_of(mug), 0) << "nothing is stored before the flush";
  ASSERT_TRUE(flush());
  EXPECT_EQ(views_of(mug), 3);
  EXPECT_EQ(views_of(pot), 1);
  EXPECT_EQ(counts.batches, (std::vector<std::vector<ProductViewed>>{{{mug, 3}, {pot, 1}}}));
  ASSERT_TRUE(flush());
  EXPECT_EQ(counts.batches.size(), 1u) << "nothing new, nothing written";
}

TEST_F(Viewing, changes_neither_version_and_tells_no_event) {
  const auto before = *get(admin, mug);
  const auto told_before = told();
  ASSERT_TRUE(look(mug));
  ASSERT_TRUE(flush());
  auto after = *get(admin, mug);
  EXPECT_EQ(std::exchange(after.view_count, 0), 1);
  EXPECT_EQ(after, before);
  EXPECT_EQ(told(), told_before);
}

TEST_F(Viewing, makes_the_caches_forget_what_they_have) {
  ASSERT_TRUE(look(pot));
  changes.noted.clear();
  ASSERT_TRUE(flush());
  EXPECT_EQ(changes.noted, std::vector{pot});
}

TEST_F(Viewing, survives_a_store_that_is_away) {
  ASSERT_TRUE(look(mug));
  counts.is_away = true;
  EXPECT_EQ(flush().error().code, "store.unavailable");
  ASSERT_TRUE(look(mug));
  counts.is_away = false;
  ASSERT_TRUE(flush());
  EXPECT_EQ(views_of(mug), 2);
}

TEST_F(Viewing, of_what_is_not_there_or_not_for_sale_is_refused) {
  EXPECT_EQ(look(ProductId(4711)).error().code, "product.not_found");
  ASSERT_TRUE(edit(admin, pot, {.is_active = false}));
  EXPECT_EQ(look(pot).error().code, "product.not_found");
  EXPECT_TRUE(run(shop.commands.record_view.handle(admin, RecordView{pot})));
}

TEST_F(Viewing, more_products_than_are_kept_stores_the_others_first) {
  for (std::uint64_t n = 0; n < ViewTally::kMostProducts; ++n) shop.tally.count(ProductId(1'000'000 + n));
  ASSERT_TRUE(look(mug));
  ASSERT_EQ(counts.batches.size(), 1u);
  EXPECT_EQ(counts.batches[0].size(), ViewTally::kMostProducts);
  EXPECT_EQ(shop.tally.take(), (std::vector<ProductViewed>{{mug, 1}}));
}

TEST_F(Viewing, is_refused_when_the_others_cannot_be_stored) {
  for (std::uint64_t n = 1; n < ViewTally::kMostProducts; ++n) shop.tally.count(ProductId(1'000'000 + n));
  ASSERT_TRUE(look(mug));
  counts.is_away = true;
  EXPECT_EQ(look(pot).error().code, "store.unavailable");
  EXPECT_TRUE(look(mug)) << "there is room for one that is counted already";
  EXPECT_EQ(shop.tally.take().size(), ViewTally::kMostProducts) << "and nothing is lost";
}

}  // namespace
}  // namespace ddd::product
