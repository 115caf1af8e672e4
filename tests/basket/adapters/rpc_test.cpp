#include <basket/support/shop.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/rpc_call.hpp>

#include <ddd/basket/adapters/grpc/service.hpp>
#include <ddd/basket/v1/basket.pb.h>

namespace ddd::basket {
namespace {

using ddd::test::call_method;
using ddd::test::callers_of;
using ddd::test::reason_of;
using test::offer;
using testing::ElementsAre;

/// What the basket context offers to other services over gRPC.
class BasketCallsBetweenServices : public testing::Test, protected test::Shop {
 protected:
  Result<v1::GetForCheckoutResponse> check_out_many(const CallContext& call, const v1::GetForCheckoutRequest& request) {
    return call_method<v1::GetForCheckoutResponse>(context, service, "GetForCheckout", call, request);
  }
  rpc::Service service = grpc_service(application, store.effects);
};

TEST_F(BasketCallsBetweenServices, give_many_baskets_at_once_or_why_not) {
  catalogue.has(offer(1));
  const auto basket = add(ada, 1, 2);
  ASSERT_TRUE(open(bob));
  v1::GetForCheckoutRequest request;
  request.add_baskets()->set_user_id(7);
  auto& by_id = *request.add_baskets();
  by_id.set_user_id(7);
  by_id.set_basket_id(basket->id.to_text());
  auto& of_somebody_else = *request.add_baskets();
  of_somebody_else.set_user_id(8);
  of_somebody_else.set_basket_id(basket->id.to_text());
  request.add_baskets()->set_user_id(9);
  request.add_baskets()->set_user_id(0);
  auto& nonsense = *request.add_baskets();
  nonsense.set_user_id(7);
  nonsense.set_basket_id("nonsense");

  const auto response = check_out_many(payment, request);
  ASSERT_TRUE(response) << response.error().code;
  ASSERT_EQ(response->baskets_size(), 6);
  for (const int i : {0, 1}) {
    const auto& found = response->baskets(i).basket();
    EXPECT_EQ(found.basket_id(), basket->id.to_text());
    EXPECT_EQ(found.version(), 1);
    ASSERT_EQ(found.lines_size(), 1);
    EXPECT_EQ(found.lines(0).product_id(), 1);
    EXPECT_EQ(found.lines(0).quantity(), 2);
  }
  EXPECT_EQ(reason_of(response->baskets(2).refusal()), "basket.not_found");
  EXPECT_FALSE(response->baskets(3).basket().has_basket_id()) << "a user without a basket has an empty one";
  EXPECT_EQ(reason_of(response->baskets(4).refusal()), "basket.not_found");
  EXPECT_EQ(reason_of(response->baskets(5).refusal()), "basket.not_found");
}

TEST_F(BasketCallsBetweenServices, are_for_the_services_that_the_use_case_lets_in) {
  EXPECT_THAT(callers_of(service, "GetForCheckout"), ElementsAre("payment-service"));
  v1::GetForCheckoutRequest request;
  request.add_baskets()->set_user_id(7);
  for (const auto& call : {ada, admin, test::call_of_service("user-service")}) {
    EXPECT_EQ(reason_of(check_out_many(call, request)->baskets(0).refusal()), "auth.internal_only");
  }
}

TEST_F(BasketCallsBetweenServices, take_a_hundred_at_most) {
  v1::GetForCheckoutRequest request;
  for (int i = 0; i < 101; ++i) request.add_baskets()->set_user_id(7);
  EXPECT_EQ(check_out_many(payment, request).error().code, "request.invalid");
}

}  // namespace
}  // namespace ddd::basket
