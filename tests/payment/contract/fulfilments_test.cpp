#include <payment/contract/store_suite.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::kStart;
using test::payment_at;
using test::payment_id;

class FulfilmentsInAStore : public test::StoreTest {
 protected:
  std::optional<Fulfilment> find(std::uint64_t number = 1) {
    return run(store->fulfilments().find(payment_id(number))).value();
  }
  Result<> save(Fulfilment& fulfilment, SaveContext context = saving()) {
    return run(store->fulfilments().save(fulfilment, std::move(context)));
  }
  void complete(std::uint64_t number, Timestamp now = kStart) {
    auto payment = payment_at(S::capturing, payment_id(number), now);
    ASSERT_TRUE(add(payment));
    payment.completed("req", now);
    ASSERT_TRUE(StoreTest::save(payment, {}, saving(now)));
  }
  std::vector<std::string> unfulfilled(Timestamp since, std::size_t limit = 10) {
    std::vector<std::string> ids;
    const auto overdue = run(store->views().overdue(kStart, since, limit)).value();
    for (const auto& waiting : overdue.unfulfilled) ids.push_back(waiting.id.to_text());
    return ids;
  }
  using Ids = std::vector<std::string>;
};
INSTANTIATE_TEST_SUITE_P(Every, FulfilmentsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(FulfilmentsInAStore, are_opened_by_the_save_that_completes_a_payment) {
  added(payment_id(2));
  EXPECT_FALSE(find(2));
  complete(1, kStart + 1s);
  const auto found = find();
  ASSERT_TRUE(found);
  const Fulfilment::Snapshot expected{.payment_id = payment_id(1),
                                      .opened_at = kStart + 1s,
                                      .products = {ProductId(1), ProductId(2)},
                                      .waits_for_basket = false,
                                      .failure = {},
                                      .closed_at = std::nullopt,
                                      .version = 1};
  EXPECT_EQ(found->state(), expected);
}

TEST_P(FulfilmentsInAStore, are_kept_as_they_were_saved) {
  complete(1);
  auto fulfilment = find().value();
  fulfilment.product_left(ProductId(1), kStart + 1s);
  ASSERT_TRUE(save(fulfilment));
  EXPECT_EQ(find()->state(), fulfilment.state());
  fulfilment.product_left(ProductId(2), kStart + 2s);
  ASSERT_TRUE(save(fulfilment));
  store->reopen();
  EXPECT_EQ(find()->state(), fulfilment.state());
  EXPECT_EQ(find()->state().closed_at, kStart + 2s);
}

TEST_P(FulfilmentsInAStore, refuse_a_stale_save_and_a_second_effect_of_an_event) {
  complete(1);
  auto first = find().value();
  auto second = find().value();
  auto context = saving();
  context.inbox = InboxEntry{"payment.follow", ids.make<EventId>()};
  first.product_left(ProductId(1), kStart);
  ASSERT_TRUE(save(first, context));
  second.product_left(ProductId(2), kStart);
  EXPECT_EQ(save(second).error().code, store_errors::kVersionConflict);
  first.product_left(ProductId(2), kStart);
  EXPECT_EQ(save(first, context).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(find()->state().products, std::vector{ProductId(2)}) << "nothing of a refused save is kept";
}

TEST_P(FulfilmentsInAStore, that_failed_are_told_at_once_and_apart) {
  complete(1, kStart);
  complete(2, kStart + 1s);
  auto failed = find(2).value();
  failed.failed("product.reservation_lost");
  ASSERT_TRUE(save(failed));
  EXPECT_EQ(find(2)->state(), failed.state());
  const auto overdue = run(store->views().overdue(kStart, kStart + 1h, 10)).value();
  ASSERT_EQ(overdue.unfulfillable.size(), 1u);
  EXPECT_EQ(overdue.unfulfillable[0].id, payment_id(2));
  EXPECT_EQ(overdue.unfulfillable[0].since, kStart + 1s);
  EXPECT_EQ(unfulfilled(kStart + 1h), Ids{"pay_1"});
}

TEST_P(FulfilmentsInAStore, that_are_open_too_long_are_told_the_longest_first) {
  complete(1, kStart + 2s);
  complete(2, kStart + 1s);
  complete(3, kStart + 3s);
  complete(4, kStart);
  auto closed = find(4).value();
  closed.product_left(ProductId(1), kStart);
  closed.product_left(ProductId(2), kStart);
  ASSERT_TRUE(save(closed));
  EXPECT_EQ(unfulfilled(kStart + 2s), (Ids{"pay_2", "pay_1"}));
  EXPECT_EQ(unfulfilled(kStart + 3s, 2), (Ids{"pay_2", "pay_1"}));
  EXPECT_EQ(unfulfilled(kStart), Ids{});
}

}  // namespace
}  // namespace ddd::payment
