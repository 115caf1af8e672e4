#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/payment/adapters/remote/neighbours.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;

Error away() {
  return {.kind = ErrorKind::unavailable, .code = "neighbour.unavailable", .message = "Away."};
}

/// Every published call of the three neighbours: notes who asks for what.
class PublishedCalls final : public contracts::UserApi, public contracts::ProductApi, public contracts::BasketApi {
 public:
  [[nodiscard]] Task<Result<std::vector<contracts::UserValidity>>> validate_users(
      const CallContext& call, std::vector<contracts::UserToValidate> users) override {
    calls.push_back(call);
    if (is_away) co_return Refused(away());
    std::vector<contracts::UserValidity> answers;
    for (const auto& user : users) answers.push_back({user.user_id, user.session_id == live_session});
    co_return answers;
  }
  [[nodiscard]] Task<Result<std::vector<contracts::ProductInfo>>> validate_products(
      const CallContext& call, std::vector<ProductId> ids) override {
    calls.push_back(call);
    if (is_away) co_return Refused(away());
    std::vector<contracts::ProductInfo> infos;
    for (const auto id : ids) infos.push_back({id, "Mug", test::usd(500), 3, id != ProductId(2)});
    co_return infos;
  }
  [[nodiscard]] Task<Result<>> reserve_stock(const CallContext& call, contracts::ReserveStockRequest request) override {
    calls.push_back(call);
    reserved = std::move(request);
    co_return is_away ? Result<>(Refused(away())) : Result<>();
  }
  [[nodiscard]] Task<Result<>> pin_reservation(const CallContext& call, PaymentId id) override {
    calls.push_back(call);
    pinned = std::move(id);
    co_return is_away ? Result<>(Refused(away())) : Result<>();
  }
  [[nodiscard]] Task<Result<>> release_reservation(const CallContext&, PaymentId) override { co_return Result<>{}; }
  [[nodiscard]] Task<Result<contracts::CheckoutBasket>> get_for_checkout(const CallContext& call, UserId user_id,
                                                                         std::optional<BasketId> id) override {
    calls.push_back(call);
    if (is_away) co_return Refused(away());
    if (id && *id != basket.basket_id)
      co_return Refused(Error{.kind = ErrorKind::not_found, .code = "basket.not_found"});
    co_return user_id == UserId(7) ? basket : contracts::CheckoutBasket{};
  }

  SessionId live_session = SessionId::restore("ses_1");
  contracts::CheckoutBasket basket{BasketId::restore("bsk_1"), 3, {{ProductId(1), 2}, {ProductId(2), 1}}};
  contracts::ReserveStockRequest reserved;
  PaymentId pinned;
  std::vector<CallContext> calls;
  bool is_away = false;
};

class AskingTheNeighbours : public testing::Test {
 protected:
  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }
  static Principal ada(std::string session = "ses_1") {
    return {.user_id = UserId(7), .role = Role::user, .session_id = SessionId::restore(std::move(session))};
  }

  boost::asio::io_context context;
  PublishedCalls published;
  PublishedUserDirectory users{published};
  PublishedProductCatalogue products{published};
  PublishedBasketReader baskets{published};
  CallContext call = test::under_key(test::call_of(UserId(7)));
};

TEST_F(AskingTheNeighbours, is_done_in_this_services_name_for_the_same_user_and_without_the_clients_key) {
  call.service = "gateway";
  call.correlation_id = "req";
  ASSERT_TRUE(run(users.is_valid(call, ada())));
  ASSERT_TRUE(run(products.find_many(call, {ProductId(1)})));
  ASSERT_TRUE(run(products.reserve(call, test::payment_id(1), {{ProductId(1), 2}}, 900s)));
  ASSERT_TRUE(run(products.pin(call, test::payment_id(1))));
  ASSERT_TRUE(run(baskets.find(call, UserId(7), {})));
  ASSERT_EQ(published.calls.size(), 5u);
  for (const auto& each : published.calls) {
    EXPECT_EQ(each.service, "payment-service");
    EXPECT_EQ(each.principal->user_id, UserId(7));
    EXPECT_EQ(each.correlation_id, "req");
    EXPECT_FALSE(each.idempotency);
  }
}

TEST_F(AskingTheNeighbours, tells_a_live_session_from_a_dead_one) {
  EXPECT_EQ(run(users.is_valid(call, ada())), true);
  EXPECT_EQ(run(users.is_valid(call, ada("ses_2"))), false);
}

TEST_F(AskingTheNeighbours, gives_products_as_they_are_offered_now) {
  const auto offered = run(products.find_many(call, {ProductId(1), ProductId(2)}));
  ASSERT_EQ(offered->size(), 2u);
  EXPECT_EQ(offered->at(0).product_id, ProductId(1));
  EXPECT_EQ(offered->at(0).name, "Mug");
  EXPECT_EQ(offered->at(0).price, test::usd(500));
  EXPECT_EQ(offered->at(0).available, 3);
  EXPECT_TRUE(offered->at(0).is_active);
  EXPECT_FALSE(offered->at(1).is_active);
}

TEST_F(AskingTheNeighbours, reserves_and_pins_under_the_payments_id) {
  ASSERT_TRUE(run(products.reserve(call, test::payment_id(5), {{ProductId(1), 2}, {ProductId(3), 9}}, 900s)));
  EXPECT_EQ(published.reserved.payment_id, test::payment_id(5));
  EXPECT_EQ(published.reserved.hold, 900s);
  ASSERT_EQ(published.reserved.lines.size(), 2u);
  EXPECT_EQ(published.reserved.lines[1].product_id, ProductId(3));
  EXPECT_EQ(published.reserved.lines[1].quantity, 9);
  ASSERT_TRUE(run(products.pin(call, test::payment_id(5))));
  EXPECT_EQ(published.pinned, test::payment_id(5));
}

TEST_F(AskingTheNeighbours, reads_the_basket_with_its_version) {
  const auto basket = run(baskets.find(call, UserId(7), BasketId::restore("bsk_1")));
  EXPECT_EQ(basket->snapshot, (BasketSnapshot{BasketId::restore("bsk_1"), 3}));
  ASSERT_EQ(basket->lines.size(), 2u);
  EXPECT_EQ(basket->lines[0].product_id, ProductId(1));
  EXPECT_EQ(basket->lines[0].quantity, 2);
  EXPECT_EQ(run(baskets.find(call, UserId(7), BasketId::restore("bsk_2"))).error().code, "basket.not_found");
  EXPECT_TRUE(run(baskets.find(call, UserId(8), {}))->lines.empty());
}

TEST_F(AskingTheNeighbours, passes_their_refusals_on) {
  published.is_away = true;
  EXPECT_EQ(run(users.is_valid(call, ada())).error(), away());
  EXPECT_EQ(run(products.find_many(call, {ProductId(1)})).error(), away());
  EXPECT_EQ(run(products.reserve(call, test::payment_id(1), {}, 900s)).error(), away());
  EXPECT_EQ(run(products.pin(call, test::payment_id(1))).error(), away());
  EXPECT_EQ(run(baskets.find(call, UserId(7), {})).error(), away());
}

}  // namespace
}  // namespace ddd::payment
