#include <gtest/gtest.h>
#include <product/support/values.hpp>

#include <ddd/product/adapters/events/publish.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::payment;
using test::usd;

/// The wire is a promise to other services: every fact byte by byte.
void expect_event(const OutgoingEvent& event, std::string_view type, std::string_view data) {
  EXPECT_EQ(event.type, type);
  EXPECT_EQ(event.data, data);
  EXPECT_EQ(event.topic, "product-events");
  EXPECT_EQ(event.source, "/services/product");
}

TEST(PublishedFacts, of_a_product) {
  auto product = test::new_product(ProductId(7));
  expect_event(outgoing(product).at(0), "ddd.product.created.v1",
               R"({"product_id":7,"sku":"MUG-BLUE","name":"Blue mug","price":{"amount":1999,"currency":"USD"}})");
  product.mark_saved();
  ASSERT_TRUE(product.change({.name = "Red mug", .price = usd(1500), .is_active = false}, {}, Currency(), kStart));
  ASSERT_TRUE(product.change({.is_active = true}, {}, Currency(), kStart));
  ASSERT_TRUE(product.remove({}, kStart));
  const auto events = outgoing(product);
  ASSERT_EQ(events.size(), 6u);
  expect_event(events[0], "ddd.product.updated.v1", R"({"product_id":7,"changed":["name","price","is_active"]})");
  expect_event(events[1], "ddd.product.price_changed.v1",
               R"({"product_id":7,"old_price":{"amount":1999,"currency":"USD"},)"
               R"("new_price":{"amount":1500,"currency":"USD"}})");
  expect_event(events[2], "ddd.product.deactivated.v1", R"({"product_id":7})");
  expect_event(events[3], "ddd.product.updated.v1", R"({"product_id":7,"changed":["is_active"]})");
  expect_event(events[4], "ddd.product.activated.v1", R"({"product_id":7})");
  expect_event(events[5], "ddd.product.deleted.v1", R"({"product_id":7})");
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].key, "7");
    EXPECT_EQ(events[i].subject, "product/7");
    EXPECT_EQ(events[i].sequence, static_cast<std::int64_t>(i) + 2);
    EXPECT_EQ(events[i].aggregate_version, 2);
  }
}

TEST(PublishedFacts, of_a_stock_counted_by_themselves) {
  auto stock = test::new_stock(ProductId(7), 4);
  ASSERT_TRUE(stock.take_out(4, {"adj_1", "broken"}, kStart));
  ASSERT_TRUE(stock.set_on_hand(3, {"adj_2", {}}, kStart));
  const auto events = outgoing(stock);
  ASSERT_EQ(events.size(), 5u);
  expect_event(events[0], "ddd.product.stock_updated.v1",
               R"({"product_id":7,"delta":4,"on_hand":4,"reserved":0,"cause":"received","cause_id":"adj_open_7"})");
  expect_event(events[1], "ddd.product.stock_updated.v1",
               R"({"product_id":7,"delta":-4,"on_hand":0,"reserved":0,"cause":"adjusted","cause_id":"adj_1"})");
  expect_event(events[2], "ddd.product.stock_depleted.v1", R"({"product_id":7})");
  expect_event(events[4], "ddd.product.stock_replenished.v1", R"({"product_id":7,"available":3})");
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].key, "7") << "in order with the product's own";
    EXPECT_EQ(events[i].subject, "stock/7");
    EXPECT_EQ(events[i].sequence, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(events[i].aggregate_version, 1);
  }
}

TEST(PublishedFacts, of_a_reservation) {
  const std::vector<StockLine> lines{{ProductId(1), 2}, {ProductId(2), 1}};
  auto reservation = Reservation::hold(payment(5), lines, kStart, kStart + 15min);
  expect_event(outgoing(reservation).at(0), "ddd.product.stock_reserved.v1",
               R"({"payment_id":"pay_00000000-0000-7000-8000-000000000005",)"
               R"("lines":[{"product_id":1,"quantity":2},{"product_id":2,"quantity":1}],)"
               R"("expires_at":"2026-01-31T00:15:00.000Z"})");
  EXPECT_EQ(outgoing(reservation).at(0).key, payment(5).to_text());
  EXPECT_EQ(outgoing(reservation).at(0).subject, "reservation/" + payment(5).to_text());
  reservation.mark_saved();
  auto expired = reservation;
  ASSERT_TRUE(reservation.release());
  expect_event(outgoing(reservation).at(0), "ddd.product.stock_released.v1",
               R"({"payment_id":"pay_00000000-0000-7000-8000-000000000005",)"
               R"("lines":[{"product_id":1,"quantity":2},{"product_id":2,"quantity":1}]})");
  EXPECT_EQ(outgoing(reservation).at(0).sequence, 2);
  EXPECT_EQ(outgoing(reservation).at(0).aggregate_version, 2);
  ASSERT_TRUE(expired.expire(kStart + 15min));
  expect_event(outgoing(expired).at(0), "ddd.product.stock_reservation_expired.v1",
               R"({"payment_id":"pay_00000000-0000-7000-8000-000000000005",)"
               R"("lines":[{"product_id":1,"quantity":2},{"product_id":2,"quantity":1}]})");
}

TEST(PublishedFacts, are_none_without_a_change) {
  auto product = test::new_product();
  product.mark_saved();
  EXPECT_TRUE(outgoing(product).empty());
  EXPECT_TRUE(outgoing(test::stored_stock(ProductId(1), 5)).empty());
}

}  // namespace
}  // namespace ddd::product
