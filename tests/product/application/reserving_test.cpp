#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::payment;

class Reserving : public testing::Test, protected test::Catalogue {
 protected:
  Task<> reserve_into(std::uint64_t id, std::vector<StockLine> lines, Result<>& answer) {
    answer = co_await application.commands.reserve_stock.handle(payment_service,
                                                                ReserveStock{payment(id), std::move(lines)});
  }
  Task<> sweep_into(Result<std::size_t>& answer) {
    answer = co_await application.commands.expire_reservations.handle(nobody, ExpireReservations{});
  }
  /// Another process gives a reservation back.
  Task<> release_elsewhere(std::uint64_t id) {
    EXPECT_TRUE(co_await memory_stocks.apply(ReleaseReservation{payment(id)}, {.now = clock.at}));
  }

  const ProductId mug = shelve(10);
  const ProductId pot = shelve(2);
};

TEST_F(Reserving, is_for_the_payment_service_alone) {
  for (const auto& call : {nobody, ada, admin, test::call_of_service("basket-service")}) {
    EXPECT_EQ(reserve(call, 1, {{mug, 1}}).error().code, "auth.internal_only");
    EXPECT_EQ(pin(call, 1).error().code, "auth.internal_only");
    EXPECT_EQ(release(call, 1).error().code, "auth.internal_only");
  }
  EXPECT_TRUE(data.reservations.empty());
}

TEST_F(Reserving, takes_units_off_the_market_and_tells_the_caches) {
  ASSERT_TRUE(reserve(payment_service, 1, {{pot, 1}, {mug, 4}}));
  EXPECT_EQ(get(nobody, mug)->available(), 6);
  EXPECT_EQ(get(nobody, mug)->on_hand, 10);
  EXPECT_EQ(changes.noted, (std::vector{mug, pot}));
  EXPECT_EQ(told().back(), "ddd.product.stock_reserved.v1");
}

TEST_F(Reserving, again_with_the_same_lines_changes_nothing) {
  ASSERT_TRUE(reserve(payment_service, 1, {{mug, 4}}));
  const auto before = told();
  EXPECT_TRUE(reserve(payment_service, 1, {{mug, 4}}));
  EXPECT_EQ(get(nobody, mug)->available(), 6);
  EXPECT_EQ(told(), before);
  EXPECT_EQ(reserve(payment_service, 1, {{mug, 5}}).error().code, "product.reservation_differs");
}

TEST_F(Reserving, is_all_lines_or_none) {
  const auto refused = reserve(payment_service, 1, {{mug, 4}, {pot, 3}});
  EXPECT_EQ(refused.error().code, "product.insufficient_stock");
  EXPECT_EQ(get(nobody, mug)->available(), 10);
  EXPECT_TRUE(changes.noted.empty());
  EXPECT_EQ(reserve(payment_service, 1, {{mug, 4}, {ProductId(99), 1}}).error().code, "product.not_found");
  EXPECT_TRUE(data.reservations.empty());
}

TEST_F(Reserving, many_payments_at_once_never_oversell) {
  std::vector<Result<>> answers(12);
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    tasks.push_back(reserve_into(i + 1, {{i % 2 == 0 ? pot : mug, 1}, {i % 2 == 0 ? mug : pot, 1}}, answers[i]));
  }
  ddd::test::await(context, when_all(std::move(tasks)));
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); }), 2);
  EXPECT_EQ(get(nobody, pot)->available(), 0);
  EXPECT_EQ(get(nobody, mug)->available(), 8);
}

TEST_F(Reserving, a_pin_keeps_the_units_for_as_long_as_it_takes) {
  ASSERT_TRUE(reserve(payment_service, 1, {{mug, 4}}));
  ASSERT_TRUE(pin(payment_service, 1));
  EXPECT_TRUE(pin(payment_service, 1));
  clock.at += 24h;
  EXPECT_TRUE(pin(payment_service, 1));
  EXPECT_EQ(sweep(), 0u);
  EXPECT_EQ(get(nobody, mug)->available(), 6);
}

TEST_F(Reserving, a_pin_that_comes_too_late_is_refused) {
  ASSERT_TRUE(reserve(payment_service, 1, {{mug, 4}}));
  clock.at += 15min;
  EXPECT_EQ(pin(payment_service, 1).error().code, "product.reservation_lost");
  EXPECT_EQ(sweep(), 1u);
  EXPECT_EQ(pin(payment_service, 1).error().code, "product.reservation_lost");
  EXPECT_EQ(pin(payment_service, 9).error().code, "product.reservation_not_found");
}

TEST_F(Reserving, giving_back_is_fine_however_often_and_early) {
  EXPECT_TRUE(release(payment_service, 1));
  ASSERT_TRUE(reserve(payment_service, 2, {{mug, 4}}));
  changes.noted.clear();
  EXPECT_TRUE(release(payment_service, 2));
  EXPECT_EQ(changes.noted, std::vector{mug});
  EXPECT_TRUE(release(payment_service, 2));
  EXPECT_EQ(get(nobody, mug)->available(), 10);
}

TEST_F(Reserving, the_sweep_ends_what_is_over_and_nothing_else) {
  ASSERT_TRUE(reserve(payment_service, 1, {{mug, 1}}));
  clock.at += 10min;
  ASSERT_TRUE(reserve(payment_service, 2, {{mug, 2}}));
  ASSERT_TRUE(reserve(payment_service, 3, {{pot, 2}}));
  ASSERT_TRUE(pin(payment_service, 3));
  clock.at += 5min;
  changes.noted.clear();
  EXPECT_EQ(sweep(), 1u);
  EXPECT_EQ(get(nobody, mug)->available(), 8);
  EXPECT_EQ(changes.noted, std::vector{mug});
  EXPECT_EQ(told().back(), "ddd.product.stock_reservation_expired.v1");
  clock.at += 10min;
  EXPECT_EQ(sweep(), 1u);
  EXPECT_EQ(sweep(), 0u);
  EXPECT_EQ(get(nobody, mug)->available(), 10);
  EXPECT_EQ(get(nobody, pot)->available(), 0);
}

TEST_F(Reserving, the_sweep_stops_at_its_limit) {
  for (std::uint64_t id = 1; id <= 5; ++id) ASSERT_TRUE(reserve(payment_service, id, {{mug, 1}}));
  clock.at += 15min;
  EXPECT_EQ(sweep(3), 3u);
  EXPECT_EQ(sweep(3), 2u);
}

TEST_F(Reserving, the_sweep_passes_over_what_was_ended_since_it_looked) {
  ASSERT_TRUE(reserve(payment_service, 1, {{mug, 1}}));
  ASSERT_TRUE(reserve(payment_service, 2, {{mug, 1}}));
  clock.at += 15min;
  Result<std::size_t> ended;
  std::vector<Task<>> tasks;
  tasks.push_back(sweep_into(ended));
  tasks.push_back(release_elsewhere(1));
  ddd::test::await(context, when_all(std::move(tasks)));
  EXPECT_EQ(ended, 1u);
  EXPECT_EQ(data.reservations.at(payment(1)).state, ReservationState::released);
  EXPECT_EQ(data.reservations.at(payment(2)).state, ReservationState::expired);
  EXPECT_EQ(get(nobody, mug)->available(), 10);
}

}  // namespace
}  // namespace ddd::product
