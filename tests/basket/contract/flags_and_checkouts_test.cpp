#include <basket/contract/worlds.hpp>
#include <gtest/gtest.h>
#include <support/await.hpp>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::offer;
using test::usd;

class BesideBaskets : public testing::TestWithParam<test::WorldKind> {
 protected:
  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }
  static SaveContext saving(std::optional<InboxEntry> inbox = std::nullopt) {
    return {.now = kStart, .trace = {}, .correlation_id = "c", .causation_id = "d", .inbox = std::move(inbox)};
  }
  Basket kept(std::uint64_t user, std::vector<std::uint64_t> products, Timestamp now = kStart) {
    auto basket = test::new_basket(ids, UserId(user), now);
    for (const auto product : products) EXPECT_TRUE(basket.add(ids.make<ItemId>(), offer(product), 2, now));
    EXPECT_TRUE(run(world->baskets().save(basket, saving())));
    return basket;
  }
  void discard(Basket basket) {
    basket.discard(kStart);
    EXPECT_TRUE(run(world->baskets().save(basket, saving())));
  }
  std::vector<BasketLine> lines_with(std::uint64_t product, std::optional<UserId> after = std::nullopt,
                                     std::size_t limit = 100, Timestamp now = kStart) {
    return *run(world->flags().lines_with(ProductId(product), now, after, limit));
  }
  std::vector<CheckoutMark> checkouts(const Basket& basket) { return *run(world->checkouts().of(basket.id())); }
  std::size_t told() { return run(world->outbox().unpublished(1000))->size(); }

  boost::asio::io_context context;
  test::CountingIds ids;
  std::unique_ptr<test::World> world = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(Every, BesideBaskets, testing::ValuesIn(test::world_kinds()), test::name_of);

std::vector<UserId> users_of(const std::vector<BasketLine>& lines) {
  std::vector<UserId> users;
  for (const auto& line : lines) users.push_back(line.user_id);
  return users;
}

TEST_P(BesideBaskets, the_lines_with_a_product_are_found_by_user) {
  const auto ada = kept(7, {1, 2});
  kept(8, {2});
  kept(9, {1});
  const auto lines = lines_with(1);
  EXPECT_EQ(users_of(lines), (std::vector{UserId(7), UserId(9)}));
  EXPECT_EQ(lines[0].basket_id, ada.id());
  EXPECT_EQ(lines[0].item, *ada.find(ProductId(1)));
  EXPECT_EQ(users_of(lines_with(1, UserId(7))), std::vector{UserId(9)});
  EXPECT_EQ(users_of(lines_with(1, std::nullopt, 1)), std::vector{UserId(7)});
  EXPECT_TRUE(lines_with(3).empty());
}

TEST_P(BesideBaskets, the_lines_of_a_basket_whose_time_is_over_are_none) {
  kept(7, {1});
  EXPECT_EQ(lines_with(1, std::nullopt, 100, kStart + 24h - 1s).size(), 1u);
  EXPECT_TRUE(lines_with(1, std::nullopt, 100, kStart + 24h).empty());
}

TEST_P(BesideBaskets, flags_are_found_as_they_were_saved) {
  kept(7, {1});
  const auto line = lines_with(1).at(0);
  const Problem price{.code = ProblemCode::price_changed, .product_id = ProductId(1), .current_price = usd(600)};
  const Problem stock{.code = ProblemCode::insufficient_stock, .product_id = ProductId(1), .available = 0};
  const Problem gone{.code = ProblemCode::unavailable, .product_id = ProductId(1)};
  std::int64_t version = 0;
  for (const auto& problems :
       {std::vector{price}, std::vector{stock}, std::vector{price, stock}, std::vector{gone}, std::vector<Problem>{}}) {
    auto flags = *run(world->flags().find(line));
    EXPECT_EQ(flags.version(), version);
    flags.set(problems);
    ASSERT_TRUE(run(world->flags().save(flags, saving())));
    const auto found = *run(world->flags().find(line));
    EXPECT_EQ(found.state().problems, problems);
    EXPECT_EQ(found.state().item_id, line.item.id);
    EXPECT_EQ(found.state().basket_id, line.basket_id);
    EXPECT_EQ(found.state().user_id, UserId(7));
    EXPECT_EQ(found.version(), ++version);
  }
}

TEST_P(BesideBaskets, flags_are_told_under_their_line_and_leave_the_basket_as_it_is) {
  const auto basket = kept(7, {1});
  const auto before = told();
  auto flags = *run(world->flags().find(lines_with(1).at(0)));
  flags.set({{.code = ProblemCode::unavailable, .product_id = ProductId(1)}});
  ASSERT_TRUE(run(world->flags().save(flags, saving())));
  const auto rows = *run(world->outbox().unpublished(1000));
  ASSERT_EQ(rows.size(), before + 1);
  EXPECT_EQ(rows.back().event.type, "ddd.basket.item_flagged.v1");
  EXPECT_EQ(rows.back().event.subject, "item/" + flags.id().to_text());
  EXPECT_EQ(rows.back().event.sequence, 1);
  EXPECT_EQ((*run(world->baskets().find_by_user(UserId(7))))->state(), basket.state());
}

TEST_P(BesideBaskets, flags_survive_a_change_of_the_basket) {
  auto basket = kept(7, {1});
  auto flags = *run(world->flags().find(lines_with(1).at(0)));
  flags.set({{.code = ProblemCode::unavailable, .product_id = ProductId(1)}});
  ASSERT_TRUE(run(world->flags().save(flags, saving())));
  ASSERT_TRUE(basket.set_quantity(offer(1), 5, kStart));
  ASSERT_TRUE(run(world->baskets().save(basket, saving())));
  EXPECT_EQ((*run(world->flags().find(lines_with(1).at(0)))).version(), 1);
}

TEST_P(BesideBaskets, flags_of_a_stale_state_or_a_basket_that_is_gone_are_not_saved) {
  auto basket = kept(7, {1});
  const auto line = lines_with(1).at(0);
  auto mine = *run(world->flags().find(line));
  auto theirs = mine;
  mine.set({{.code = ProblemCode::unavailable, .product_id = ProductId(1)}});
  theirs.set({{.code = ProblemCode::insufficient_stock, .product_id = ProductId(1), .available = 1}});
  ASSERT_TRUE(run(world->flags().save(mine, saving())));
  const auto before = told();
  EXPECT_EQ(run(world->flags().save(theirs, saving())).error().code, store_errors::kVersionConflict);
  auto other = kept(8, {1});
  auto late = *run(world->flags().find(lines_with(1, UserId(7)).at(0)));
  late.set({{.code = ProblemCode::unavailable, .product_id = ProductId(1)}});
  discard(other);
  const auto after = told();
  EXPECT_EQ(run(world->flags().save(late, saving())).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(told(), after);
  EXPECT_GT(after, before);
}

TEST_P(BesideBaskets, payments_under_way_are_marked_until_they_end) {
  const auto basket = kept(7, {1});
  const auto other = kept(8, {1});
  const CheckoutMark second{ids.make<PaymentId>(), kStart + 2min};
  const CheckoutMark first{ids.make<PaymentId>(), kStart + 1min};
  ASSERT_TRUE(run(world->checkouts().mark(basket.id(), second, saving())));
  ASSERT_TRUE(run(world->checkouts().mark(basket.id(), first, saving())));
  EXPECT_EQ(checkouts(basket), (std::vector{first, second}));
  EXPECT_TRUE(checkouts(other).empty());
  ASSERT_TRUE(run(world->checkouts().unmark(first.payment_id, saving())));
  EXPECT_EQ(checkouts(basket), std::vector{second});
  EXPECT_TRUE(run(world->checkouts().unmark(first.payment_id, saving())));
}

TEST_P(BesideBaskets, marks_go_with_their_basket) {
  const auto basket = kept(7, {1});
  const CheckoutMark mark{ids.make<PaymentId>(), kStart};
  ASSERT_TRUE(run(world->checkouts().mark(basket.id(), mark, saving())));
  discard(basket);
  EXPECT_TRUE(checkouts(basket).empty());
  EXPECT_TRUE(run(world->checkouts().mark(basket.id(), mark, saving()))) << "which is no error";
  EXPECT_TRUE(checkouts(basket).empty());
}

TEST_P(BesideBaskets, marks_are_made_once_for_an_event) {
  const auto basket = kept(7, {1});
  const InboxEntry event{"basket.mark_checkouts", ids.make<EventId>()};
  const CheckoutMark mark{ids.make<PaymentId>(), kStart};
  ASSERT_TRUE(run(world->checkouts().mark(basket.id(), mark, saving(event))));
  ASSERT_TRUE(run(world->checkouts().unmark(mark.payment_id, saving())));
  EXPECT_EQ(run(world->checkouts().mark(basket.id(), mark, saving(event))).error().code, store_errors::kDuplicateEvent);
  EXPECT_TRUE(checkouts(basket).empty());
}

TEST_P(BesideBaskets, answers_for_repeats_are_forgotten_by_user) {
  auto basket = test::new_basket(ids, UserId(7));
  auto context = saving();
  context.idempotency =
      IdempotencyRecord{.key = {.user_id = UserId(7), .key = "0123456789abcdef", .fingerprint = "f"},
                        .resource_id = basket.id().to_text(),
                        .answer = StoredAnswer{.status = 200, .body = "{}", .location = "", .etag = ""},
                        .created_at = kStart};
  ASSERT_TRUE(run(world->baskets().save(basket, context)));
  const auto is_kept = [&] { return run(world->idempotency().find(UserId(7), "0123456789abcdef"))->has_value(); };
  ASSERT_TRUE(run(world->baskets().forget_answers(UserId(8))));
  EXPECT_TRUE(is_kept());
  ASSERT_TRUE(run(world->baskets().forget_answers(UserId(7))));
  EXPECT_FALSE(is_kept());
}

}  // namespace
}  // namespace ddd::basket
