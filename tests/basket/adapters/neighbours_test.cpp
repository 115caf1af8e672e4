#include <basket/support/fake_products.hpp>
#include <basket/support/shop.hpp>
#include <gtest/gtest.h>

#include <ddd/basket/adapters/published/local_basket_api.hpp>
#include <ddd/basket/adapters/published/local_basket_data.hpp>
#include <ddd/basket/adapters/remote/product_catalogue.hpp>

namespace ddd::basket {
namespace {

using test::offer;
using test::usd;

class AskingTheProductContext : public testing::Test {
 protected:
  Result<std::vector<Offer>> find(std::vector<ProductId> ids, const CallContext& call = {}) {
    return ddd::test::await(context, catalogue.find_many(call, std::move(ids)));
  }

  boost::asio::io_context context;
  test::FakeProducts products;
  ProductApiCatalogue catalogue{products};
};

TEST_F(AskingTheProductContext, gives_what_it_knows) {
  products.has(offer(1, 500, 3));
  EXPECT_EQ(*find({ProductId(1), ProductId(2)}), std::vector{offer(1, 500, 3)});
}

TEST_F(AskingTheProductContext, is_done_in_this_services_name_and_for_the_same_user) {
  auto call = test::call_of(UserId(7));
  call.service = "gateway";
  call.correlation_id = "req";
  ASSERT_TRUE(find({ProductId(1)}, call));
  EXPECT_EQ(products.calls.at(0).service, "basket-service");
  EXPECT_EQ(products.calls.at(0).principal->user_id, UserId(7));
  EXPECT_EQ(products.calls.at(0).correlation_id, "req");
}

TEST_F(AskingTheProductContext, is_not_done_for_nothing) {
  EXPECT_TRUE(find({})->empty());
  EXPECT_TRUE(products.calls.empty());
}

TEST_F(AskingTheProductContext, takes_as_many_calls_as_the_ids_need) {
  std::vector<ProductId> ids;
  for (std::uint64_t id = 1; id <= 101; ++id) {
    ids.emplace_back(id);
    products.has(offer(id));
  }
  EXPECT_EQ(find(ids)->size(), 101u);
  EXPECT_EQ(products.calls.size(), 2u);
}

TEST_F(AskingTheProductContext, passes_its_refusals_on) {
  products.is_away = true;
  EXPECT_EQ(find({ProductId(1)}).error().kind, ErrorKind::unavailable);
}

class PublishedBasket : public testing::Test, protected test::Shop {
 protected:
  Result<contracts::CheckoutBasket> get(const CallContext& call, std::optional<BasketId> id = std::nullopt) {
    return run(api.get_for_checkout(call, UserId(7), std::move(id)));
  }
  LocalBasketApi api{application};
};

TEST_F(PublishedBasket, answers_payment_with_lines_and_version) {
  catalogue.has(offer(1));
  const auto basket = add(ada, 1, 2);
  const auto answer = get(payment, basket->id);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->basket_id, basket->id);
  EXPECT_EQ(answer->version, 1);
  ASSERT_EQ(answer->lines.size(), 1u);
  EXPECT_EQ(answer->lines[0].product_id, ProductId(1));
  EXPECT_EQ(answer->lines[0].quantity, 2);
}

TEST_F(PublishedBasket, answers_nobody_else_and_knows_no_basket_of_others) {
  EXPECT_EQ(get(ada).error().code, "auth.internal_only");
  EXPECT_FALSE(get(payment)->basket_id.is_set());
  EXPECT_EQ(get(payment, open(bob)->basket.id).error().code, "basket.not_found");
}

TEST_F(PublishedBasket, tells_the_user_service_alone_all_that_it_holds_of_a_person) {
  LocalBasketData data(application);
  const auto user_service = test::call_of_service("user-service");
  EXPECT_EQ(run(data.held_of(payment, UserId(7))).error().code, "auth.internal_only");
  EXPECT_EQ(run(data.held_of(ada, UserId(7))).error().code, "auth.internal_only");
  EXPECT_FALSE(run(data.held_of(user_service, UserId(7))).value());
  catalogue.has(offer(1, 500));
  const auto basket = add(ada, 1, 2);
  const auto held = run(data.held_of(user_service, UserId(7))).value();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->basket_id, basket->id);
  EXPECT_EQ(held->expires_at, basket->expires_at);
  ASSERT_EQ(held->items.size(), 1u);
  EXPECT_EQ(held->items[0].product_id, ProductId(1));
  EXPECT_EQ(held->items[0].quantity, 2);
  EXPECT_EQ(held->items[0].unit_price, test::usd(500));
  EXPECT_EQ(held->items[0].added_at, clock.at);
  clock.at += Basket::kLifetime;
  EXPECT_TRUE(run(data.held_of(user_service, UserId(7))).value()) << "until it is removed it is held";
}

}  // namespace
}  // namespace ddd::basket
