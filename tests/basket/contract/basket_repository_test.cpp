#include <memory>

#include <basket/contract/worlds.hpp>
#include <gtest/gtest.h>
#include <support/await.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::offer;

/// What every basket store must do, whatever it is made of.
class BasketRepositoryContract : public testing::TestWithParam<test::WorldKind> {
 protected:
  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  Result<> save(Basket& basket, SaveContext extra = {.now = kStart}) {
    return run(world->baskets().save(basket, std::move(extra)));
  }
  std::optional<Basket> find(UserId user_id) { return *run(world->baskets().find_by_user(user_id)); }
  std::vector<OutboxRow> events() { return *run(world->outbox().unpublished(1000)); }

  void add(Basket& basket, std::uint64_t product, std::int64_t quantity = 1) {
    ASSERT_TRUE(basket.add(ids.make<ItemId>(), offer(product), quantity, kStart));
  }
  Basket saved_basket(UserId user_id = kAda) {
    auto basket = test::new_basket(ids, user_id);
    add(basket, 1, 2);
    EXPECT_TRUE(save(basket));
    return basket;
  }
  SaveContext with_inbox(const EventId& id) {
    return {.now = kStart, .inbox = InboxEntry{.consumer = "basket.subtract_paid_lines", .event_id = id}};
  }

  static constexpr UserId kAda{7};
  static constexpr UserId kBob{8};
  boost::asio::io_context context;
  test::CountingIds ids;
  std::unique_ptr<test::World> world = GetParam().make();
};

TEST_P(BasketRepositoryContract, gives_back_the_whole_state) {
  auto basket = test::new_basket(ids);
  for (std::uint64_t product = 100; product >= 1; --product)
    add(basket, product, static_cast<std::int64_t>(product % 99 + 1));
  ASSERT_TRUE(basket.subtract({ids.make<PaymentId>(), 3, {{ProductId(50), 1}}}, kStart + 1us));
  ASSERT_TRUE(basket.subtract({ids.make<PaymentId>(), 1, {{ProductId(51), 99}}}, kStart + 2us));
  ASSERT_TRUE(save(basket));
  EXPECT_EQ(basket.version(), 1);
  const auto found = find(kAda);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state(), basket.state());
  EXPECT_FALSE(found->has_changes());
}

TEST_P(BasketRepositoryContract, keeps_other_currencies_and_zero_prices) {
  auto basket = test::new_basket(ids);
  auto free = offer(1);
  free.price = Money(0, *Currency::from_code("KWD"));
  ASSERT_TRUE(basket.add(ids.make<ItemId>(), free, 99, kStart));
  ASSERT_TRUE(save(basket));
  EXPECT_EQ(find(kAda)->state(), basket.state());
}

TEST_P(BasketRepositoryContract, knows_nothing_of_users_without_a_basket) {
  saved_basket();
  EXPECT_FALSE(find(kBob));
}

TEST_P(BasketRepositoryContract, replaces_the_state_with_every_save) {
  auto basket = saved_basket();
  add(basket, 2);
  ASSERT_TRUE(basket.remove(ProductId(1), kStart + 5s));
  ASSERT_TRUE(save(basket));
  EXPECT_EQ(basket.version(), 2);
  auto found = find(kAda);
  EXPECT_EQ(found->state(), basket.state());
  found->clear(kStart + 6s);
  ASSERT_TRUE(save(*found));
  EXPECT_EQ(find(kAda)->state().items.size(), 0u);
  EXPECT_EQ(find(kAda)->version(), 3);
}

TEST_P(BasketRepositoryContract, refuses_a_save_of_an_old_version_and_writes_nothing_of_it) {
  saved_basket();
  auto mine = *find(kAda);
  auto theirs = *find(kAda);
  add(theirs, 2);
  ASSERT_TRUE(save(theirs));
  const auto told = events().size();

  add(mine, 3);
  const auto id = ids.make<EventId>();
  const auto refused = save(mine, with_inbox(id));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, store_errors::kVersionConflict);
  EXPECT_EQ(find(kAda)->state(), theirs.state());
  EXPECT_EQ(events().size(), told);
  EXPECT_EQ(mine.version(), 1);
  EXPECT_TRUE(mine.has_changes());
  EXPECT_TRUE(save(theirs, with_inbox(id)));
}

TEST_P(BasketRepositoryContract, keeps_one_basket_per_user) {
  saved_basket();
  auto second = test::new_basket(ids);
  EXPECT_EQ(save(second).error().code, store_errors::kVersionConflict);
  auto other = test::new_basket(ids, kBob);
  EXPECT_TRUE(save(other));
}

TEST_P(BasketRepositoryContract, deletes_a_basket_that_is_over_and_makes_room_for_the_next) {
  auto basket = saved_basket();
  basket.discard(kStart);
  ASSERT_TRUE(save(basket));
  EXPECT_FALSE(find(kAda));
  auto next = saved_basket();
  EXPECT_EQ(find(kAda)->id(), next.id());
}

TEST_P(BasketRepositoryContract, does_not_delete_a_basket_that_was_changed_meanwhile) {
  auto basket = saved_basket();
  auto theirs = *find(kAda);
  add(theirs, 2);
  ASSERT_TRUE(save(theirs));
  basket.discard(kStart);
  EXPECT_EQ(save(basket).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(find(kAda)->state(), theirs.state());
}

TEST_P(BasketRepositoryContract, does_not_bring_back_what_was_deleted) {
  auto basket = saved_basket();
  auto theirs = *find(kAda);
  theirs.discard(kStart);
  ASSERT_TRUE(save(theirs));
  add(basket, 2);
  EXPECT_EQ(save(basket).error().code, store_errors::kVersionConflict);
  EXPECT_FALSE(find(kAda));
}

TEST_P(BasketRepositoryContract, does_not_mistake_the_next_basket_for_the_one_before) {
  auto old = saved_basket();
  auto gone = *find(kAda);
  gone.discard(kStart);
  ASSERT_TRUE(save(gone));
  const auto next = saved_basket();
  ASSERT_EQ(next.version(), old.version());
  add(old, 2);
  EXPECT_EQ(save(old).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(find(kAda)->state(), next.state());
}

TEST_P(BasketRepositoryContract, writes_the_events_in_order_with_the_save) {
  auto basket = test::new_basket(ids);
  add(basket, 1);
  add(basket, 2);
  ASSERT_TRUE(save(basket, {.now = kStart + 1s, .correlation_id = "req", .causation_id = "cause"}));
  ASSERT_TRUE(basket.remove(ProductId(1), kStart + 2s));
  ASSERT_TRUE(save(basket));
  const auto rows = events();
  ASSERT_EQ(rows.size(), 3u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].event.sequence, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(rows[i].event.subject, "basket/" + basket.id().to_text());
    EXPECT_EQ(rows[i].event.key, basket.id().to_text());
    EXPECT_EQ(rows[i].event.topic, "basket-events");
  }
  EXPECT_EQ(rows[1].event.aggregate_version, 1);
  EXPECT_EQ(rows[2].event.aggregate_version, 2);
  EXPECT_EQ(rows[0].event.time, kStart + 1s);
  EXPECT_EQ(rows[0].event.correlation_id, "req");
  EXPECT_EQ(rows[2].event.type, "ddd.basket.item_removed.v1");
}

TEST_P(BasketRepositoryContract, applies_an_event_once_and_writes_nothing_the_second_time) {
  auto basket = saved_basket();
  const auto id = ids.make<EventId>();
  basket.clear(kStart);
  ASSERT_TRUE(save(basket, with_inbox(id)));
  const auto before = find(kAda)->state();
  add(basket, 3);
  EXPECT_EQ(save(basket, with_inbox(id)).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(find(kAda)->state(), before);
  EXPECT_EQ(events().size(), 2u);
}

TEST_P(BasketRepositoryContract, keeps_an_idempotency_record_with_the_save) {
  const IdempotencyRecord record{.key = {.user_id = kAda, .key = "0123456789abcdef", .fingerprint = "f"},
                                 .resource_id = "bsk",
                                 .answer = StoredAnswer{.body = "{}"},
                                 .created_at = kStart};
  auto basket = test::new_basket(ids);
  ASSERT_TRUE(save(basket, {.now = kStart, .idempotency = record}));
  EXPECT_EQ(**run(world->idempotency().find(kAda, "0123456789abcdef")), record);
  add(basket, 1);
  EXPECT_EQ(save(basket, {.now = kStart, .idempotency = record}).error().code, store_errors::kDuplicateKey);
  EXPECT_TRUE(find(kAda)->state().items.empty());
}

TEST_P(BasketRepositoryContract, lists_users_whose_basket_is_over_longest_first) {
  for (std::uint64_t user = 1; user <= 5; ++user) {
    auto basket = test::new_basket(ids, UserId(user), kStart - user * 1min);
    ASSERT_TRUE(save(basket));
  }
  const auto expired = [&](Timestamp now, std::size_t limit) { return *run(world->baskets().expired(now, limit)); };
  EXPECT_TRUE(expired(kStart + 24h - 5min - 1us, 10).empty());
  EXPECT_EQ(expired(kStart + 24h - 5min, 10), std::vector{UserId(5)});
  EXPECT_EQ(expired(kStart + 24h, 2), (std::vector{UserId(5), UserId(4)}));
  EXPECT_EQ(expired(kStart + 24h, 10).size(), 5u);
}

TEST_P(BasketRepositoryContract, lets_one_of_many_saves_of_a_version_win) {
  saved_basket();
  std::vector<Basket> copies(8, *find(kAda));
  std::vector<Result<>> answers(copies.size());
  std::vector<Task<>> tasks;
  const auto save_into = [](BasketRepository& baskets, Basket& basket, Result<>& answer) -> Task<> {
    answer = co_await baskets.save(basket, {.now = kStart});
  };
  for (std::size_t i = 0; i < copies.size(); ++i) {
    add(copies[i], 2, static_cast<std::int64_t>(i) + 1);
    tasks.push_back(save_into(world->baskets(), copies[i], answers[i]));
  }
  ddd::test::await(context, when_all(std::move(tasks)));
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); }), 1);
  EXPECT_EQ(find(kAda)->version(), 2);
  EXPECT_EQ(events().size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Worlds, BasketRepositoryContract, testing::ValuesIn(test::world_kinds()), test::name_of);

}  // namespace
}  // namespace ddd::basket
