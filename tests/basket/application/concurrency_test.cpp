#include <memory>

#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::basket {
namespace {

using test::offer;

class Concurrency : public testing::Test, protected test::Shop {
 protected:
  Concurrency() {
    catalogue.has(offer(1));
    catalogue.has(offer(2));
  }

  Task<> add_into(std::uint64_t product, Result<BasketView>& answer) {
    answer =
        co_await application.commands.add_item.handle(ada, AddItem{.product_id = ProductId(product), .quantity = 1});
  }
  Task<> open_into(Result<OpenedBasket>& answer) {
    answer = co_await application.commands.open_basket.handle(ada, OpenBasket{});
  }
  void run_all(std::vector<Task<>> tasks) { ddd::test::await(context, when_all(std::move(tasks))); }
};

TEST_F(Concurrency, two_adds_side_by_side_lose_nothing) {
  ASSERT_TRUE(open(ada));
  Result<BasketView> a, b;
  std::vector<Task<>> tasks;
  tasks.push_back(add_into(1, a));
  tasks.push_back(add_into(1, b));
  run_all(std::move(tasks));
  ASSERT_TRUE(a && b);
  EXPECT_EQ(open(ada)->basket.items.at(0).item.quantity, 2);
  EXPECT_EQ(std::max(a->version, b->version), 3);
  EXPECT_NE(a->version, b->version);
}

TEST_F(Concurrency, the_first_uses_side_by_side_make_one_basket) {
  Result<BasketView> a, b;
  Result<OpenedBasket> c;
  std::vector<Task<>> tasks;
  tasks.push_back(add_into(1, a));
  tasks.push_back(add_into(2, b));
  tasks.push_back(open_into(c));
  run_all(std::move(tasks));
  ASSERT_TRUE(a && b && c);
  EXPECT_EQ(a->id, b->id);
  EXPECT_EQ(a->id, c->basket.id);
  EXPECT_EQ(open(ada)->basket.item_count, 2);
}

TEST_F(Concurrency, many_adds_at_once_count_exactly_the_acknowledged_ones) {
  std::vector<Result<BasketView>> answers(40);
  std::vector<Task<>> tasks;
  for (auto& answer : answers) tasks.push_back(add_into(1, answer));
  run_all(std::move(tasks));
  const auto acknowledged = std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); });
  EXPECT_GE(acknowledged, 16);
  EXPECT_EQ(open(ada)->basket.item_count, acknowledged);
  for (const auto& answer : answers) {
    if (!answer) EXPECT_EQ(answer.error().code, store_errors::kVersionConflict);
  }
}

TEST_F(Concurrency, a_payment_and_an_add_side_by_side_both_count) {
  ASSERT_TRUE(add(ada, 1, 3));
  const auto view = check_out(payment, UserId(7));
  const BasketPaid fact{.user_id = UserId(7),
                        .basket_id = *view->basket_id,
                        .purchase = {ids.make<PaymentId>(), view->version, view->lines},
                        .event = {.consumer = "basket.subtract_paid_lines", .event_id = ids.make<EventId>()}};
  Result<BasketView> added;
  const auto subtract = [](Application& application, BasketPaid fact) -> Task<> {
    static_cast<void>(co_await application.policies.subtract_paid_lines.handle(CallContext{}, std::move(fact)));
  };
  std::vector<Task<>> tasks;
  tasks.push_back(add_into(1, added));
  tasks.push_back(subtract(application, fact));
  run_all(std::move(tasks));
  ASSERT_TRUE(added);
  EXPECT_EQ(open(ada)->basket.item_count, 1);
}

}  // namespace
}  // namespace ddd::basket
