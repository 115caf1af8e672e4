#include <array>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <gtest/gtest.h>
#include <product/support/values.hpp>
#include <support/await.hpp>

#include <ddd/product/adapters/cache/catalogue_fanout.hpp>

namespace ddd::product {
namespace {

CachedProduct bytes(std::string text) {
  return {std::make_shared<const std::string>(std::move(text)), "\"1.1\"", nullptr};
}

class TheCache : public testing::Test {
 protected:
  void put(std::uint64_t id) { cache.put(ProductId(id), bytes("product " + std::to_string(id))); }
  void drop(std::uint64_t id) { cache.drop({ProductId(id)}); }
  bool has(std::uint64_t id) { return cache.find(ProductId(id)) != nullptr; }

  ProductCache cache{3};
};

TEST_F(TheCache, gives_what_was_put_until_it_is_dropped) {
  EXPECT_FALSE(has(1));
  put(1);
  put(2);
  ASSERT_TRUE(has(1));
  EXPECT_EQ(*cache.find(ProductId(1))->body, "product 1");
  EXPECT_EQ(cache.find(ProductId(1))->etag, "\"1.1\"");
  cache.drop({ProductId(1), ProductId(99)});
  EXPECT_FALSE(has(1));
  EXPECT_TRUE(has(2));
}

TEST_F(TheCache, keeps_every_form_that_was_asked_for_until_all_are_dropped) {
  put(1);
  EXPECT_EQ(cache.find(ProductId(1))->message, nullptr);
  cache.put(ProductId(1), {nullptr, {}, std::make_shared<const std::string>("message 1")});
  EXPECT_EQ(*cache.find(ProductId(1))->body, "product 1");
  EXPECT_EQ(cache.find(ProductId(1))->etag, "\"1.1\"");
  EXPECT_EQ(*cache.find(ProductId(1))->message, "message 1");
  drop(1);
  EXPECT_FALSE(has(1));
}

TEST_F(TheCache, gives_the_newest_bytes) {
  put(1);
  cache.put(ProductId(1), bytes("newer"));
  EXPECT_EQ(*cache.find(ProductId(1))->body, "newer");
}

TEST_F(TheCache, keeps_bytes_alive_for_who_is_still_sending_them) {
  put(1);
  const auto body = cache.find(ProductId(1))->body;
  drop(1);
  EXPECT_EQ(*body, "product 1");
}

TEST_F(TheCache, lets_the_oldest_go_when_it_is_full) {
  for (const auto id : {1, 2, 3, 4}) put(id);
  EXPECT_FALSE(has(1));
  EXPECT_TRUE(has(2) && has(3) && has(4));
}

TEST_F(TheCache, counts_a_product_that_was_dropped_and_put_again_as_new) {
  put(1);
  put(2);
  put(3);
  drop(1);
  put(1);
  put(4);
  EXPECT_FALSE(has(2));
  EXPECT_TRUE(has(3) && has(1) && has(4));
}

TEST_F(TheCache, keeps_products_however_often_they_change) {
  for (int round = 0; round < 100; ++round) {
    for (const auto id : {1, 2}) {
      drop(id);
      put(id);
    }
    ASSERT_TRUE(has(1) && has(2)) << "round " << round;
  }
}

TEST_F(TheCache, keeps_a_page_until_any_product_changes) {
  const auto page = std::make_shared<const std::string>("page");
  cache.put_page("list", page, cache.age());
  EXPECT_EQ(cache.find_page("list"), page);
  EXPECT_EQ(cache.find_page("another"), nullptr);
  put(1);
  EXPECT_EQ(cache.find_page("list"), page) << "a read is no change";
  drop(7);
  EXPECT_EQ(cache.find_page("list"), nullptr);
}

TEST_F(TheCache, does_not_keep_a_page_that_a_change_overtook) {
  const auto before = cache.age();
  drop(1);
  cache.put_page("list", std::make_shared<const std::string>("old"), before);
  EXPECT_EQ(cache.find_page("list"), nullptr);
}

TEST_F(TheCache, holds_a_bounded_number_of_pages) {
  const auto page = std::make_shared<const std::string>("page");
  int kept = 0;
  for (int i = 0; i < 1000; ++i) cache.put_page(std::to_string(i), page, cache.age());
  for (int i = 0; i < 1000; ++i) kept += cache.find_page(std::to_string(i)) != nullptr ? 1 : 0;
  EXPECT_GE(kept, 1);
  EXPECT_LE(kept, 128);
  EXPECT_EQ(cache.find_page("999"), page);
}

/// A shard: a thread with one io_context, and its cache.
struct Shard {
  void start() {
    thread = std::thread([this] {
      id = std::this_thread::get_id();
      context.run();
    });
  }
  void stop() {
    work.reset();
    if (thread.joinable()) thread.join();
  }
  ~Shard() { stop(); }

  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<ShardExecutor> work{context.get_executor()};
  ProductCache cache;
  std::thread thread;
  std::thread::id id;
};

TEST(Changes, empty_the_caches_of_every_shard_before_they_are_answered) {
  CatalogueFanout fanout;
  std::array<Shard, 3> others;
  boost::asio::io_context own;
  ProductCache own_cache;
  fanout.join(own.get_executor(), own_cache);
  for (auto& shard : others) fanout.join(shard.context.get_executor(), shard.cache);
  ShardCatalogueChanges changes(fanout, own.get_executor());

  own_cache.put(ProductId(1), bytes("old"));
  own_cache.put(ProductId(2), bytes("other"));
  for (auto& shard : others) {
    shard.cache.put(ProductId(1), bytes("old"));
    shard.cache.put(ProductId(2), bytes("other"));
    shard.start();
  }
  ddd::test::await(own, changes.changed({ProductId(1)}));
  // Answered: from here on no shard serves it. Each is looked at when its thread has ended.
  for (auto& shard : others) shard.stop();
  EXPECT_EQ(own_cache.find(ProductId(1)), nullptr);
  EXPECT_NE(own_cache.find(ProductId(2)), nullptr);
  for (auto& shard : others) {
    EXPECT_EQ(shard.cache.find(ProductId(1)), nullptr);
    EXPECT_NE(shard.cache.find(ProductId(2)), nullptr);
  }
}

TEST(Changes, wait_for_a_shard_that_is_busy) {
  CatalogueFanout fanout;
  boost::asio::io_context own, busy;
  ProductCache own_cache, its_cache;
  fanout.join(own.get_executor(), own_cache);
  fanout.join(busy.get_executor(), its_cache);
  its_cache.put(ProductId(1), bytes("old"));
  ShardCatalogueChanges changes(fanout, own.get_executor());

  bool answered = false;
  boost::asio::co_spawn(own, changes.changed({ProductId(1)}), [&](std::exception_ptr) { answered = true; });
  own.poll();
  EXPECT_FALSE(answered) << "the other shard still serves it";
  EXPECT_NE(its_cache.find(ProductId(1)), nullptr);
  busy.poll();
  own.poll();
  EXPECT_TRUE(answered);
  EXPECT_EQ(its_cache.find(ProductId(1)), nullptr);
}

TEST(Changes, of_one_shard_alone_take_no_turn) {
  CatalogueFanout fanout;
  boost::asio::io_context own;
  ProductCache cache;
  fanout.join(own.get_executor(), cache);
  cache.put(ProductId(1), bytes("old"));
  ShardCatalogueChanges changes(fanout, own.get_executor());
  ddd::test::await(own, changes.changed({ProductId(1)}));
  EXPECT_EQ(cache.find(ProductId(1)), nullptr);
}

}  // namespace
}  // namespace ddd::product
