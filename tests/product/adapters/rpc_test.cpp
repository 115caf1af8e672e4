#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <product/support/catalogue.hpp>
#include <support/rpc_call.hpp>

#include <ddd/product/adapters/grpc/service.hpp>
#include <ddd/product/v1/product.pb.h>

namespace ddd::product {
namespace {

using ddd::test::call_method;
using ddd::test::callers_of;
using ddd::test::reason_of;
using test::payment;
using testing::ElementsAre;

/// The product context's gRPC methods, called as the pipeline does.
class ProductCalls : public testing::Test, protected test::Catalogue {
 protected:
  template <class Reply, class Request>
  Result<Reply> call(std::string_view method, const CallContext& call, const Request& request) {
    return call_method<Reply>(context, service, method, call, request);
  }
  /// The reasons of a batch's outcomes; "" for what went well.
  template <class Request>
  std::vector<std::string> outcomes(std::string_view method, const Request& request) {
    const auto response = call<v1::ReservationsResponse>(method, payment_service, request);
    if (!response) return {"all: " + std::string(response.error().code)};
    std::vector<std::string> reasons;
    for (const auto& outcome : response->outcomes()) reasons.push_back(reason_of(outcome));
    return reasons;
  }
  static void reserve(v1::ReserveStockRequest& request, std::uint64_t id, ProductId product, std::int64_t quantity) {
    auto& item = *request.add_reservations();
    item.set_payment_id(payment(id).to_text());
    auto& line = *item.add_lines();
    line.set_product_id(product.value());
    line.set_quantity(quantity);
  }
  static v1::ReservationsRequest reservations(const std::vector<std::string>& payment_ids) {
    v1::ReservationsRequest request;
    for (const auto& id : payment_ids) request.add_reservations()->set_payment_id(id);
    return request;
  }

  ProductCache cache;
  CatalogueReader reader{application, cache};
  rpc::Service service = grpc_service(application, reader, data.effects);
  const ProductId mug = shelve(10);
};

TEST_F(ProductCalls, between_services_tell_of_many_products_at_once) {
  const auto withdrawn = shelve(3);
  ASSERT_TRUE(edit(admin, withdrawn, {.is_active = false}));
  v1::ValidateProductsRequest request;
  for (const auto id : {mug.value(), withdrawn.value(), std::uint64_t{99}, std::uint64_t{0}})
    request.add_product_ids(id);
  const auto response = call<v1::ValidateProductsResponse>("ValidateProducts", payment_service, request);
  ASSERT_TRUE(response) << response.error().code;
  ASSERT_EQ(response->products_size(), 2);
  EXPECT_EQ(response->products(0).product_id(), mug.value());
  EXPECT_EQ(response->products(0).name(), "Blue mug");
  EXPECT_EQ(response->products(0).price().amount(), 1999);
  EXPECT_EQ(response->products(0).price().currency(), "USD");
  EXPECT_EQ(response->products(0).available(), 10);
  EXPECT_TRUE(response->products(0).is_active());
  EXPECT_FALSE(response->products(1).is_active());
}

TEST_F(ProductCalls, between_services_reserve_each_for_itself) {
  v1::ReserveStockRequest request;
  reserve(request, 1, mug, 4);
  reserve(request, 2, mug, 40);
  reserve(request, 3, ProductId(99), 1);
  reserve(request, 4, mug, 0);
  reserve(request, 5, mug, 6);
  request.add_reservations()->set_payment_id("nonsense");
  EXPECT_THAT(outcomes("ReserveStock", request),
              ElementsAre("", "product.insufficient_stock", "product.not_found", "product.invalid_amount", "",
                          "product.reservation_not_found"));
  EXPECT_EQ(get(admin, mug)->available(), 0);
}

TEST_F(ProductCalls, between_services_hold_pin_and_give_back) {
  v1::ReserveStockRequest request;
  reserve(request, 1, mug, 4);
  reserve(request, 2, mug, 4);
  request.mutable_reservations(0)->mutable_hold()->set_seconds(60);
  ASSERT_THAT(outcomes("ReserveStock", request), ElementsAre("", ""));
  EXPECT_EQ(data.reservations.at(payment(1)).expires_at, clock.at + std::chrono::seconds(60));
  EXPECT_EQ(data.reservations.at(payment(2)).expires_at, clock.at + std::chrono::seconds(900));
  EXPECT_THAT(outcomes("PinReservations", reservations({payment(1).to_text(), payment(9).to_text()})),
              ElementsAre("", "product.reservation_not_found"));
  EXPECT_EQ(data.reservations.at(payment(1)).state, ReservationState::pinned);
  EXPECT_THAT(
      outcomes("ReleaseReservations", reservations({payment(1).to_text(), payment(2).to_text(), payment(9).to_text()})),
      ElementsAre("", "", ""));
  EXPECT_EQ(get(admin, mug)->available(), 10);
}

TEST_F(ProductCalls, between_services_work_in_the_trace_of_the_request_behind_each_piece) {
  v1::ReserveStockRequest request;
  reserve(request, 1, mug, 1);
  auto& origin = *request.mutable_reservations(0)->mutable_origin();
  origin.set_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  origin.set_correlation_id("checkout-1");
  ASSERT_THAT(outcomes("ReserveStock", request), ElementsAre(""));
  const auto rows = run(data.effects.unpublished(1000));
  const auto& event = rows->back().event;
  EXPECT_EQ(event.correlation_id, "checkout-1");
  EXPECT_NE(event.traceparent.find("4bf92f3577b34da6a3ce929d0e0e4736"), std::string::npos);
}

TEST_F(ProductCalls, between_services_are_for_the_services_that_the_use_cases_let_in) {
  EXPECT_THAT(callers_of(service, "ValidateProducts"), ElementsAre("payment-service", "basket-service"));
  for (const std::string method : {"ReserveStock", "PinReservations", "ReleaseReservations"}) {
    EXPECT_THAT(callers_of(service, method), ElementsAre("payment-service")) << method;
  }
  v1::ReserveStockRequest request;
  reserve(request, 1, mug, 1);
  for (const auto& caller : {nobody, ada, admin, test::call_of_service("basket-service")}) {
    const auto response = call<v1::ReservationsResponse>("ReserveStock", caller, request);
    EXPECT_EQ(reason_of(response->outcomes(0)), "auth.internal_only");
  }
  EXPECT_TRUE(data.reservations.empty());
}

TEST_F(ProductCalls, between_services_take_a_hundred_at_most) {
  v1::ReserveStockRequest request;
  for (std::uint64_t i = 1; i <= 101; ++i) reserve(request, i, mug, 1);
  EXPECT_THAT(outcomes("ReserveStock", request), ElementsAre("all: request.invalid"));
  v1::ValidateProductsRequest ids;
  for (int i = 0; i < 101; ++i) ids.add_product_ids(1);
  EXPECT_EQ(call<v1::ValidateProductsResponse>("ValidateProducts", payment_service, ids).error().code,
            "request.invalid");
}

TEST_F(ProductCalls, read_a_product_once_for_all_customers_until_it_changes) {
  v1::GetProductRequest request;
  request.set_id(mug.value());
  ASSERT_EQ(call<v1::Product>("GetProduct", ada, request)->price().amount(), 1999);
  ASSERT_TRUE(cache.find(mug) && cache.find(mug)->message);
  // Behind the cache's back, to see where the answer comes from.
  ASSERT_TRUE(edit(admin, mug, {.price = test::usd(1500)}));
  EXPECT_EQ(call<v1::Product>("GetProduct", nobody, request)->price().amount(), 1999);
  const auto for_admin = call<v1::Product>("GetProduct", admin, request);
  EXPECT_EQ(for_admin->price().amount(), 1500);
  EXPECT_TRUE(for_admin->has_on_hand());
  cache.drop({mug});
  const auto fresh = call<v1::Product>("GetProduct", nobody, request);
  EXPECT_EQ(fresh->price().amount(), 1500);
  EXPECT_FALSE(fresh->has_on_hand());
}

}  // namespace
}  // namespace ddd::product
