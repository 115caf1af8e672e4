#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>

#include <ddd/product/adapters/published/local_product_api.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::payment;

class PublishedCalls : public testing::Test, protected test::Catalogue {
 protected:
  Result<> reserve(std::uint64_t id, std::vector<contracts::ProductLine> lines, std::chrono::seconds hold = 900s) {
    return run(api.reserve_stock(payment_service, {payment(id), std::move(lines), hold}));
  }

  LocalProductApi api{application};
  const ProductId mug = shelve(10);
};

TEST_F(PublishedCalls, tell_what_others_need_to_know_of_products) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}));
  const auto withdrawn = shelve();
  ASSERT_TRUE(edit(admin, withdrawn, {.is_active = false}));
  const auto infos = run(api.validate_products(payment_service, {mug, withdrawn, ProductId(99)}));
  ASSERT_EQ(infos->size(), 2u);
  EXPECT_EQ(infos->at(0).product_id, mug);
  EXPECT_EQ(infos->at(0).name, "Blue mug");
  EXPECT_EQ(infos->at(0).price, test::usd(1999));
  EXPECT_EQ(infos->at(0).available, 6);
  EXPECT_TRUE(infos->at(0).is_active);
  EXPECT_FALSE(infos->at(1).is_active);
}

TEST_F(PublishedCalls, hold_pin_and_give_back) {
  ASSERT_TRUE(reserve(1, {{mug, 4}}, 60s));
  EXPECT_EQ(data.reservations.at(payment(1)).expires_at, clock.at + 60s);
  ASSERT_TRUE(run(api.pin_reservation(payment_service, payment(1))));
  EXPECT_EQ(data.reservations.at(payment(1)).state, ReservationState::pinned);
  ASSERT_TRUE(run(api.release_reservation(payment_service, payment(1))));
  EXPECT_TRUE(run(api.release_reservation(payment_service, payment(1))));
  EXPECT_EQ(get(admin, mug)->available(), 10);
}

TEST_F(PublishedCalls, pass_refusals_on_as_they_are) {
  const auto refused = reserve(1, {{mug, 11}});
  EXPECT_EQ(refused.error().code, "product.insufficient_stock");
  ASSERT_EQ(refused.error().members.size(), 1u);
  EXPECT_EQ(refused.error().members[0].name, "lines");
  EXPECT_EQ(reserve(1, {{ProductId(99), 1}}).error().code, "product.not_found");
  EXPECT_EQ(reserve(1, {{mug, 0}}).error().code, "product.invalid_amount");
  EXPECT_EQ(run(api.pin_reservation(payment_service, payment(9))).error().code, "product.reservation_not_found");
}

TEST_F(PublishedCalls, are_internal) {
  for (const auto& call : {nobody, ada, admin, test::call_of_service("user-service")}) {
    EXPECT_EQ(run(api.validate_products(call, {mug})).error().code, "auth.internal_only");
    EXPECT_EQ(run(api.reserve_stock(call, {payment(1), {{mug, 1}}})).error().code, "auth.internal_only");
    EXPECT_EQ(run(api.pin_reservation(call, payment(1))).error().code, "auth.internal_only");
    EXPECT_EQ(run(api.release_reservation(call, payment(1))).error().code, "auth.internal_only");
  }
  const auto basket = test::call_of_service("basket-service");
  EXPECT_TRUE(run(api.validate_products(basket, {mug})));
  EXPECT_EQ(run(api.reserve_stock(basket, {payment(1), {{mug, 1}}})).error().code, "auth.internal_only");
}

TEST_F(PublishedCalls, start_nothing_after_their_deadline) {
  auto late = payment_service;
  late.deadline = std::chrono::steady_clock::now() - 1ms;
  EXPECT_EQ(run(api.reserve_stock(late, {payment(1), {{mug, 1}}})).error().kind, ErrorKind::timeout);
  EXPECT_TRUE(data.reservations.empty());
}

}  // namespace
}  // namespace ddd::product
