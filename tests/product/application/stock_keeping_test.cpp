#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::product {
namespace {

using How = ChangeStock::How;
using test::payment;

class StockKeeping : public testing::Test, protected test::Catalogue {
 protected:
  std::vector<MovementView> ledger(std::size_t limit = 20, std::optional<std::int64_t> before = std::nullopt) {
    return run(application.queries.list_movements.handle(admin, ListMovements{mug, limit, before}))->items;
  }
  Task<> reduce_into(Result<ProductView>& answer) {
    answer = co_await application.commands.change_stock.handle(admin, ChangeStock{mug, How::reduce, 1, {}});
  }
  Task<> reserve_into(std::uint64_t id, Result<>& answer) {
    answer = co_await application.commands.reserve_stock.handle(payment_service, ReserveStock{payment(id), {{mug, 1}}});
  }

  const ProductId mug = shelve(10);
};

TEST_F(StockKeeping, counts_receives_and_takes_out) {
  EXPECT_EQ(change_stock(admin, mug, How::set, 50)->on_hand, 50);
  EXPECT_EQ(change_stock(admin, mug, How::increase, 5)->on_hand, 55);
  const auto view = change_stock(admin, mug, How::reduce, 15);
  EXPECT_EQ(view->on_hand, 40);
  EXPECT_EQ(view->stock_version, 4);
  EXPECT_EQ(view->version, 1) << "an administrator's edit must not fail for it";
  EXPECT_EQ(*get(admin, mug), *view);
  EXPECT_EQ(changes.noted, std::vector(3, mug));
}

TEST_F(StockKeeping, is_for_administrators) {
  EXPECT_EQ(change_stock(nobody, mug, How::set, 1).error().kind, ErrorKind::unauthenticated);
  EXPECT_EQ(change_stock(ada, mug, How::set, 1).error().kind, ErrorKind::forbidden);
  const auto look = [&](const CallContext& call) {
    return run(application.queries.list_movements.handle(call, ListMovements{.id = mug}));
  };
  EXPECT_EQ(look(nobody).error().kind, ErrorKind::unauthenticated);
  EXPECT_EQ(look(ada).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(get(admin, mug)->on_hand, 10);
}

TEST_F(StockKeeping, leaves_what_payments_hold) {
  ASSERT_TRUE(reserve(payment_service, 1, {{mug, 4}}));
  EXPECT_EQ(change_stock(admin, mug, How::set, 3).error().code, "product.stock_reserved");
  EXPECT_EQ(change_stock(admin, mug, How::reduce, 7).error().code, "product.insufficient_stock");
  EXPECT_EQ(change_stock(admin, mug, How::reduce, 0).error().code, "product.invalid_amount");
  EXPECT_EQ(change_stock(admin, ProductId(99), How::set, 3).error().code, "product.not_found");
  EXPECT_EQ(get(admin, mug)->on_hand, 10);
  EXPECT_EQ(change_stock(admin, mug, How::reduce, 6)->available(), 0);
}

TEST_F(StockKeeping, set_to_what_it_is_writes_nothing) {
  const auto before = told();
  EXPECT_EQ(change_stock(admin, mug, How::set, 10)->stock_version, 1);
  EXPECT_EQ(told(), before);
  EXPECT_TRUE(changes.noted.empty());
}

TEST_F(StockKeeping, notes_a_reason_of_at_most_255_characters) {
  std::string longest;
  for (int i = 0; i < 255; ++i) longest += "\xc3\xab";
  EXPECT_TRUE(change_stock(admin, mug, How::increase, 1, longest));
  EXPECT_EQ(change_stock(admin, mug, How::increase, 1, longest + "x").error().code, "product.invalid");
  EXPECT_EQ(change_stock(admin, mug, How::increase, 1, "\xff").error().code, "product.invalid");
  ASSERT_EQ(ledger().size(), 2u);
  EXPECT_EQ(ledger()[0].movement.cause.note, longest);
}

TEST_F(StockKeeping, shows_the_ledger_newest_first_page_by_page) {
  for (int i = 1; i <= 4; ++i) ASSERT_TRUE(change_stock(admin, mug, How::increase, i));
  const auto first = run(application.queries.list_movements.handle(admin, ListMovements{mug, 3, {}}));
  ASSERT_EQ(first->items.size(), 3u);
  EXPECT_EQ(first->items[0].movement.delta, 4);
  EXPECT_EQ(first->items[2].movement.delta, 2);
  ASSERT_TRUE(first->next);
  const auto rest = run(application.queries.list_movements.handle(admin, ListMovements{mug, 3, first->next}));
  ASSERT_EQ(rest->items.size(), 2u);
  EXPECT_EQ(rest->items[1].movement.kind, MovementKind::received);
  EXPECT_EQ(rest->items[1].movement.delta, 10);
  EXPECT_FALSE(rest->next);
}

TEST_F(StockKeeping, beside_payments_loses_no_unit) {
  std::vector<Result<ProductView>> reduced(8);
  std::vector<Result<>> reserved(8);
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < reduced.size(); ++i) {
    tasks.push_back(reduce_into(reduced[i]));
    tasks.push_back(reserve_into(i + 1, reserved[i]));
  }
  ddd::test::await(context, when_all(std::move(tasks)));
  const auto taken = std::ranges::count_if(reduced, [](const auto& answer) { return answer.has_value(); });
  const auto held = std::ranges::count_if(reserved, [](const auto& answer) { return answer.has_value(); });
  for (const auto& answer : reduced) {
    if (!answer) EXPECT_EQ(answer.error().code, "product.insufficient_stock");
  }
  EXPECT_EQ(taken + held, 10) << "sixteen wanted ten units";
  EXPECT_EQ(get(admin, mug)->on_hand, 10 - taken);
  EXPECT_EQ(get(admin, mug)->reserved, held);
}

}  // namespace
}  // namespace ddd::product
