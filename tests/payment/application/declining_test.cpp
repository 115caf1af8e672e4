#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::told_to_client;
using Keys = std::vector<std::string>;

class Declining : public testing::Test, protected test::Till {};

TEST_F(Declining, tells_the_client_why_and_lets_another_method_be_tried) {
  const auto outcome = buy("pm_card_poor");
  EXPECT_EQ(told_to_client(outcome), "payment.declined");
  EXPECT_EQ(outcome->refusal->kind, ErrorKind::declined);
  const auto id = stored().id;
  EXPECT_EQ(outcome->refusal->members, (std::vector<ErrorMember>{{"decline_code", std::string("insufficient_funds")},
                                                                 {"payment_id", id.to_text()},
                                                                 {"payment_status", std::string("pending")}}));
  EXPECT_EQ(stored().state, S::intent_created);
  EXPECT_EQ(stored().decline_code, "insufficient_funds");
  EXPECT_EQ(schedule().next_action_at, stored().expires_at);
  EXPECT_EQ(schedule().lease_owner, "");

  EXPECT_EQ(told_to_client(process(id)), "completed");
  EXPECT_EQ(provider.keys_of("create"), Keys{id.to_text() + ":create:1"});
  EXPECT_EQ(provider.keys_of("confirm"), (Keys{id.to_text() + ":confirm:1", id.to_text() + ":confirm:2"}));
  EXPECT_TRUE(stored().decline_code.empty());
  check_books();
}

TEST_F(Declining, may_happen_as_often_as_methods_are_tried_and_holds_the_stock_meanwhile) {
  const auto id = buy("pm_card_declined")->view.payment.id;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(told_to_client(process(id, "pm_card_declined")), "payment.declined");
  EXPECT_EQ(stored().attempt, 6);
  EXPECT_EQ(shelf.available(1), 998);
  EXPECT_EQ(told(), std::vector<std::string>{"ddd.payment.initiated.v1"});
  EXPECT_EQ(told_to_client(process(id)), "completed");
  check_books();
}

TEST_F(Declining, of_the_first_method_given_to_a_waiting_payment_is_the_same) {
  const auto id = create(ada, {.product_id = ProductId(1), .quantity = 1})->view.payment.id;
  EXPECT_EQ(told_to_client(process(id, "pm_card_poor")), "payment.declined");
  EXPECT_EQ(told_to_client(process(id)), "completed");
  check_books();
}

TEST_F(Declining, by_the_buyers_bank_after_its_page_lets_another_method_be_tried) {
  const auto id = buy("pm_card_3ds")->view.payment.id;
  EXPECT_EQ(stored().state, S::requires_action);
  EXPECT_EQ(stored().action_url, "https://bank.example/3ds/pi_1");
  provider.act("pi_1", false);
  EXPECT_EQ(recover_after(30s), 1u);
  EXPECT_EQ(stored().state, S::intent_created);
  EXPECT_EQ(stored().decline_code, "authentication_failed");
  EXPECT_TRUE(stored().action_url.empty());
  EXPECT_EQ(told_to_client(process(id)), "completed");
  check_books();
}

TEST_F(Declining, is_no_end_but_another_try_may_be) {
  const auto id = buy("pm_card_poor")->view.payment.id;
  EXPECT_EQ(told_to_client(process(id, "pm_card_3ds")), "requires_action");
  EXPECT_EQ(told_to_client(process(id)), "requires_action") << "the bank is still to be answered";
  provider.act("pi_1", true);
  settle();
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(told_to_client(process(id)), "payment.not_processable");
  check_books();
}

TEST_F(Declining, leaves_a_refused_method_untried) {
  const auto id = buy("pm_card_poor")->view.payment.id;
  const auto refused = process(id, "not a method");
  EXPECT_EQ(told_to_client(refused), "payment.invalid");
  EXPECT_EQ(std::get<std::string>(refused.error().members.at(0).value), id.to_text());
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(schedule().next_action_at, stored().expires_at);
  EXPECT_EQ(stored().attempt, 1);
  EXPECT_EQ(told_to_client(process(id)), "completed");
}

}  // namespace
}  // namespace ddd::payment
