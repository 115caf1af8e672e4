#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::told_to_client;
using test::usd;

class Creating : public testing::Test, protected test::Till {
 protected:
  CreatePayment product(std::int64_t quantity = 2, std::string method = {}) {
    return {.product_id = ProductId(1), .quantity = quantity, .payment_method = std::move(method)};
  }
  void basket(std::vector<WantedLine> lines = {{ProductId(1), 2}, {ProductId(2), 1}}) {
    baskets.baskets[UserId(7)] = {.snapshot = {BasketId::restore("bsk_1"), 3}, .lines = std::move(lines)};
  }
  static std::vector<std::string> pointers(const Result<PaymentOutcome>& outcome) {
    std::vector<std::string> pointers;
    for (const auto& each : outcome.error().violations) pointers.push_back(each.pointer + " " + each.code);
    return pointers;
  }
};

TEST_F(Creating, with_a_good_card_is_a_sale_in_one_call) {
  const auto outcome = buy();
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->refusal);
  EXPECT_TRUE(outcome->is_new);
  const auto& payment = stored();
  EXPECT_EQ(payment.state, S::completed);
  EXPECT_EQ(test::as_text(outcome->view.payment), test::as_text(payment));
  EXPECT_EQ(payment.amount, usd(3998));
  EXPECT_EQ(payment.lines, std::vector{test::line(1, 2)});
  EXPECT_EQ(payment.user_id, UserId(7));
  EXPECT_TRUE(OrderId::parse(payment.order_id));
  EXPECT_FALSE(payment.basket);
  EXPECT_EQ(shelf.held_for, 900s);
  EXPECT_EQ(shelf.available(1), 998);
  EXPECT_EQ(told(), (std::vector<std::string>{"ddd.payment.initiated.v1", "ddd.payment.authorized.v1",
                                              "ddd.payment.completed.v1"}));
  EXPECT_FALSE(schedule().next_action_at);
  check_books();
}

TEST_F(Creating, writes_once_per_answer_it_waits_for) {
  ASSERT_TRUE(buy());
  // reserved + create written down; intent + confirm written down; held, pinned + capture written down; taken.
  EXPECT_EQ(payments.saves, 4);
  EXPECT_EQ(stored().version, 5);
}

TEST_F(Creating, without_a_method_holds_the_stock_and_waits) {
  const auto outcome = create(ada, product());
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->refusal);
  EXPECT_EQ(stored().state, S::stock_reserved);
  EXPECT_EQ(shelf.available(1), 998);
  EXPECT_TRUE(provider.calls.empty());
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(schedule().next_action_at, clock.at + 840s);
  EXPECT_EQ(payments.saves, 1);
}

TEST_F(Creating, takes_what_is_in_the_basket_as_it_stands) {
  basket();
  const auto outcome = create(ada, {.current_basket = true, .payment_method = "pm_card_visa", .order_id = "mine"});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(stored().amount, usd(4497));
  EXPECT_EQ(stored().basket, (BasketSnapshot{BasketId::restore("bsk_1"), 3}));
  EXPECT_EQ(stored().order_id, "mine");
}

TEST_F(Creating, takes_the_basket_that_is_named_and_no_other) {
  basket();
  EXPECT_TRUE(create(ada, {.basket_id = BasketId::restore("bsk_1")}));
  EXPECT_EQ(told_to_client(create(ada, {.basket_id = BasketId::restore("bsk_2")})), "basket.not_found");
  EXPECT_EQ(told_to_client(create(bob, {.basket_id = BasketId::restore("bsk_1")})), "basket.not_found");
}

TEST_F(Creating, needs_exactly_one_thing_to_pay) {
  EXPECT_EQ(told_to_client(create(ada, {})), "payment.invalid");
  EXPECT_EQ(told_to_client(create(ada, {.current_basket = true, .product_id = ProductId(1), .quantity = 1})),
            "payment.invalid");
  EXPECT_EQ(told_to_client(create(ada, {.basket_id = BasketId::restore("bsk_1"), .current_basket = true})),
            "payment.invalid");
  EXPECT_TRUE(store.payments.empty());
}

TEST_F(Creating, needs_a_quantity_from_1_to_99_of_a_product_and_of_nothing_else) {
  EXPECT_EQ(pointers(create(ada, {.product_id = ProductId(1)})), std::vector<std::string>{"/quantity required"});
  EXPECT_EQ(pointers(create(ada, {.current_basket = true, .quantity = 1})),
            std::vector<std::string>{"/quantity unexpected"});
  for (const std::int64_t quantity : {0L, -1L, 100L, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(pointers(create(ada, product(quantity))), std::vector<std::string>{"/quantity range"}) << quantity;
  }
  EXPECT_TRUE(create(ada, product(99)));
}

TEST_F(Creating, takes_short_orders_and_web_addresses_without_credentials) {
  auto command = product();
  command.order_id = std::string(65, 'x');
  EXPECT_EQ(pointers(create(ada, command)), std::vector<std::string>{"/order_id max_length"});
  command.order_id = std::string(64, 'x');
  EXPECT_TRUE(create(ada, command));
  for (const std::string url : {"https://user:pw@shop.example/", "javascript:alert(1)", "ftp://shop.example",
                                "https://", "https:///path", "http://:80", "https://shop example", "//shop.example"}) {
    command.return_url = url;
    EXPECT_EQ(pointers(create(ada, command)), std::vector<std::string>{"/return_url url"}) << url;
  }
  for (const std::string url : {"https://shop.example", "http://localhost:8080/done?a=b#c"}) {
    command.return_url = url;
    EXPECT_TRUE(create(ada, command)) << url;
  }
}

TEST_F(Creating, is_for_signed_in_users_whose_session_lives) {
  EXPECT_EQ(told_to_client(create(CallContext{}, product())), "auth.required");
  users.all_valid = false;
  EXPECT_EQ(told_to_client(create(ada, product())), "auth.invalid_token");
  EXPECT_TRUE(store.payments.empty());
}

TEST_F(Creating, refuses_an_empty_basket_and_one_that_is_too_large) {
  EXPECT_EQ(told_to_client(create(ada, {.current_basket = true})), "payment.basket_empty");
  basket({});
  EXPECT_EQ(told_to_client(create(ada, {.current_basket = true})), "payment.basket_empty");
  basket(std::vector<WantedLine>(101, {ProductId(1), 1}));
  EXPECT_EQ(told_to_client(create(ada, {.current_basket = true})), "basket.too_many_lines");
}

TEST_F(Creating, refuses_what_cannot_be_sold_and_says_which) {
  basket({{ProductId(1), 2}, {ProductId(9), 1}});
  EXPECT_EQ(told_to_client(create(ada, {.current_basket = true})), "product.not_found");

  basket();
  shelf.products[ProductId(2)].is_active = false;
  const auto inactive = create(ada, {.current_basket = true});
  EXPECT_EQ(told_to_client(inactive), "product.inactive");
  EXPECT_EQ(inactive.error().members, (std::vector<ErrorMember>{{"lines", ErrorRows{{{"product_id", 2}}}}}));

  shelf.has(2, 0);
  const auto short_of = create(ada, {.current_basket = true});
  EXPECT_EQ(told_to_client(short_of), "payment.insufficient_stock");
  EXPECT_EQ(short_of.error().members,
            (std::vector<ErrorMember>{{"lines", ErrorRows{{{"product_id", 2}, {"requested", 1}, {"available", 0}}}}}));
  EXPECT_TRUE(store.payments.empty());
}

TEST_F(Creating, compares_the_clients_total_and_never_uses_it) {
  auto command = product();
  command.expected_total = usd(3997);
  const auto refused = create(ada, command);
  EXPECT_EQ(told_to_client(refused), "payment.total_changed");
  EXPECT_EQ(refused.error().members, (std::vector<ErrorMember>{{"total", usd(3998)}}));
  command.expected_total = Money(3998, *Currency::from_code("EUR"));
  EXPECT_EQ(told_to_client(create(ada, command)), "payment.total_changed");
  command.expected_total = usd(3998);
  EXPECT_TRUE(create(ada, command));
}

TEST_F(Creating, refuses_an_amount_that_does_not_fit) {
  shelf.has(1, 1000, INT64_MAX / 2);
  EXPECT_EQ(told_to_client(create(ada, product(3))), "payment.amount_out_of_range");
}

TEST_F(Creating, writes_nothing_while_a_neighbour_is_away) {
  basket();
  for (bool* neighbour : {&users.is_away, &shelf.is_away, &baskets.is_away}) {
    *neighbour = true;
    EXPECT_EQ(create(ada, {.current_basket = true}).error().kind, ErrorKind::unavailable);
    *neighbour = false;
  }
  payments.unavailable = 1;
  EXPECT_EQ(told_to_client(create(ada, {.current_basket = true})), "store.unavailable");
  EXPECT_TRUE(store.payments.empty());
}

TEST_F(Creating, takes_a_saved_method_of_the_buyer_or_a_test_method_where_allowed) {
  auto wallet = Wallet::empty(UserId(7));
  const auto id = ids.make<PaymentMethodId>();
  ASSERT_TRUE(wallet.add(id, "pm_card_saved", test::visa(), true, clock.at));
  ASSERT_TRUE(run(wallets.save(wallet, {.now = clock.at})));
  EXPECT_EQ(told_to_client(buy(id.to_text())), "completed");
  EXPECT_EQ(provider.intent().method, "pm_card_saved");

  EXPECT_EQ(told_to_client(create(bob, product(1, id.to_text()))), "payment_method.not_found");
  ASSERT_TRUE(wallet.set_active(id, false, clock.at));
  ASSERT_TRUE(run(wallets.save(wallet, {.now = clock.at})));
  EXPECT_EQ(told_to_client(buy(id.to_text())), "payment_method.inactive");
  EXPECT_EQ(pointers(buy("4242424242424242")), std::vector<std::string>{"/payment_method_id payment_method"});

  settings.test_methods = false;
  start();
  EXPECT_EQ(pointers(buy("pm_card_visa")), std::vector<std::string>{"/payment_method_id payment_method"});
  EXPECT_EQ(store.payments.size(), 1u);
}

TEST_F(Creating, that_loses_the_last_units_to_another_buyer_fails_and_says_what_is_left) {
  shelf.before_reserve = [this] { shelf.has(1, 1); };
  const auto outcome = buy();
  EXPECT_EQ(told_to_client(outcome), "payment.insufficient_stock");
  EXPECT_EQ(outcome->refusal->members,
            (std::vector<ErrorMember>{{"lines", ErrorRows{{{"product_id", 1}, {"requested", 2}, {"available", 1}}}},
                                      {"payment_id", stored().id.to_text()},
                                      {"payment_status", std::string("failed")}}));
  EXPECT_EQ(stored().state, S::failed);
  EXPECT_EQ(stored().failure_reason, "insufficient_stock");
  EXPECT_EQ(told().back(), "ddd.payment.failed.v1");
  EXPECT_TRUE(provider.calls.empty());
  check_books();
}

TEST_F(Creating, that_loses_its_product_meanwhile_fails_for_the_same_reason_whenever_it_is_asked) {
  shelf.before_reserve = [this] { shelf.products.clear(); };
  const auto outcome = create(test::under_key(ada), product());
  EXPECT_EQ(told_to_client(outcome), "payment.failed");
  EXPECT_EQ(std::get<std::string>(outcome->refusal->members.at(0).value), stored().failure_reason);
  EXPECT_EQ(answer_of()->body, "payment.failed");
}

TEST_F(Creating, goes_on_later_when_the_stock_cannot_be_asked) {
  shelf.before_reserve = [this] { shelf.is_away = true; };
  const auto outcome = buy();
  EXPECT_EQ(told_to_client(outcome), "validated");
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(schedule().next_action_at, clock.at + 1s);
  shelf.before_reserve = nullptr;
  EXPECT_EQ(recover(), 0u);
  EXPECT_EQ(recover_after(1s), 1u);
  EXPECT_EQ(schedule().next_action_at, clock.at + 2s);
  shelf.is_away = false;
  settle();
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

}  // namespace
}  // namespace ddd::payment
