#include <gtest/gtest.h>
#include <payment/support/values.hpp>

#include <ddd/payment/domain/fulfilment.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::payment_at;

Fulfilment opened(bool of_basket = false) {
  auto payment = payment_at(PaymentState::completed).state();
  if (of_basket) payment.basket = BasketSnapshot{BasketId::restore("bsk_1"), 3};
  return Fulfilment::open(payment, kStart);
}

TEST(Fulfilment, waits_for_every_product_and_for_the_basket_if_there_was_one) {
  EXPECT_EQ(opened().state().products, (std::vector{ProductId(1), ProductId(2)}));
  EXPECT_FALSE(opened().state().waits_for_basket);
  EXPECT_TRUE(opened(true).state().waits_for_basket);
}

TEST(Fulfilment, waits_for_a_product_once_however_many_lines_it_has) {
  auto payment = payment_at(PaymentState::completed).state();
  payment.lines.push_back(payment.lines.front());
  EXPECT_EQ(Fulfilment::open(payment, kStart).state().products, (std::vector{ProductId(1), ProductId(2)}));
}

TEST(Fulfilment, is_closed_by_the_last_part_in_whatever_order) {
  auto fulfilment = opened(true);
  EXPECT_TRUE(fulfilment.product_left(ProductId(2), kStart + 1s));
  EXPECT_TRUE(fulfilment.basket_cleared(kStart + 2s));
  EXPECT_FALSE(fulfilment.state().closed_at);
  EXPECT_TRUE(fulfilment.product_left(ProductId(1), kStart + 3s));
  EXPECT_EQ(fulfilment.state().closed_at, kStart + 3s);
}

TEST(Fulfilment, takes_no_notice_of_a_repeat_or_a_stranger) {
  auto fulfilment = opened();
  EXPECT_TRUE(fulfilment.product_left(ProductId(1), kStart));
  EXPECT_FALSE(fulfilment.product_left(ProductId(1), kStart));
  EXPECT_FALSE(fulfilment.product_left(ProductId(9), kStart));
  EXPECT_FALSE(fulfilment.basket_cleared(kStart));
  EXPECT_FALSE(fulfilment.state().closed_at);
}

TEST(Fulfilment, stays_open_when_a_part_cannot_be_done) {
  auto fulfilment = opened();
  EXPECT_TRUE(fulfilment.failed("product.reservation_lost"));
  EXPECT_FALSE(fulfilment.failed("product.reservation_lost"));
  EXPECT_EQ(fulfilment.state().failure, "product.reservation_lost");
  EXPECT_FALSE(fulfilment.state().closed_at);
}

}  // namespace
}  // namespace ddd::payment
