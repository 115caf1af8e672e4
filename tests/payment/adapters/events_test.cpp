#include <gtest/gtest.h>
#include <payment/support/values.hpp>

#include <ddd/payment/adapters/events/publish.hpp>

namespace ddd::payment {
namespace {

using test::kStart;
using S = PaymentState;

std::vector<std::string> told(const std::vector<OutgoingEvent>& events) {
  std::vector<std::string> told;
  for (const auto& event : events) told.push_back(event.type + " " + event.data);
  return told;
}

constexpr std::string_view kSale =
    R"({"payment_id":"pay_1","order_id":"ord_1","user_id":7,)"
    R"("lines":[{"product_id":1,"quantity":2,"unit_price":{"amount":1999,"currency":"USD"}},)"
    R"({"product_id":2,"quantity":1,"unit_price":{"amount":499,"currency":"USD"}}],)"
    R"("amount":{"amount":4497,"currency":"USD"}})";

TEST(PublishedPayments, tell_of_a_sale_in_these_very_words) {
  EXPECT_EQ(
      told(outgoing(test::payment_at(S::completed))),
      (std::vector<std::string>{
          "ddd.payment.initiated.v1 " + std::string(kSale),
          R"(ddd.payment.authorized.v1 {"payment_id":"pay_1","user_id":7,"amount":{"amount":4497,"currency":"USD"}})",
          "ddd.payment.completed.v1 " + std::string(kSale)}));
}

TEST(PublishedPayments, name_the_basket_and_its_version) {
  auto opening = test::opening();
  opening.basket = BasketSnapshot{BasketId::restore("bsk_5"), 12};
  const auto events = outgoing(Payment::open(std::move(opening), kStart));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_NE(events[0].data.find(R"("basket_id":"bsk_5","basket_version":12,)"), std::string::npos) << events[0].data;
}

TEST(PublishedPayments, tell_every_end_without_a_sale_by_its_name) {
  const auto last = [](S end) { return told(outgoing(test::abandoned_payment(end, "reservation_lost"))).back(); };
  EXPECT_EQ(last(S::failed), R"(ddd.payment.failed.v1 {"payment_id":"pay_1","user_id":7,"code":"reservation_lost"})");
  EXPECT_EQ(last(S::cancelled), R"(ddd.payment.cancelled.v1 {"payment_id":"pay_1","user_id":7})");
  EXPECT_EQ(last(S::expired), R"(ddd.payment.expired.v1 {"payment_id":"pay_1","user_id":7})");
}

TEST(PublishedPayments, tell_how_a_dispute_stands) {
  auto payment = test::payment_at(S::completed);
  payment.mark_saved();
  payment.disputed("dp_1", "needs_response", kStart);
  EXPECT_EQ(told(outgoing(payment)).back(),
            R"(ddd.payment.disputed.v1 {"payment_id":"pay_1","user_id":7,"amount":{"amount":4497,"currency":"USD"},)"
            R"("dispute_id":"dp_1","status":"needs_response"})");
}

TEST(PublishedPayments, are_numbered_and_addressed) {
  auto payment = test::payment_at(S::authorized);
  payment.mark_saved();
  payment.stock_pinned(kStart);
  payment.capturing({}, kStart);
  payment.completed("req", kStart);
  const auto events = outgoing(payment);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].topic, "payment-events");
  EXPECT_EQ(events[0].source, "/services/payment");
  EXPECT_EQ(events[0].key, "pay_1");
  EXPECT_EQ(events[0].subject, "payment/pay_1");
  EXPECT_EQ(events[0].sequence, 3);
  EXPECT_EQ(events[0].aggregate_version, 2);
}

TEST(PublishedPayments, hold_nothing_that_only_buyer_and_provider_may_know) {
  auto payment = test::payment_at(S::completed);
  for (const auto& event : outgoing(payment)) {
    for (const auto* secret : {"secret_1", "pm_card_visa", "pi_of_pay_1", "shop.example", "Product"}) {
      EXPECT_EQ(event.data.find(secret), std::string::npos) << event.data;
    }
  }
}

TEST(PublishedWallets, tell_of_methods_by_their_ids_alone) {
  auto wallet = Wallet::empty(UserId(7));
  ASSERT_TRUE(wallet.add(test::method_id(1), "pm_card_visa", test::visa(), true, kStart));
  ASSERT_TRUE(wallet.remove(test::method_id(1), kStart));
  const auto events = outgoing(wallet);
  EXPECT_EQ(told(events),
            (std::vector<std::string>{R"(ddd.payment.method_added.v1 {"user_id":7,"payment_method_id":"pm_1"})",
                                      R"(ddd.payment.method_removed.v1 {"user_id":7,"payment_method_id":"pm_1"})"}));
  EXPECT_EQ(events[1].key, "7");
  EXPECT_EQ(events[1].subject, "wallet/7");
  EXPECT_EQ(events[1].sequence, 2);
  EXPECT_EQ(events[1].aggregate_version, 1);
}

}  // namespace
}  // namespace ddd::payment
