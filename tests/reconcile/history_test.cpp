#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ddd/reconcile/history.hpp>

namespace ddd::reconcile {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kTea = 7, kMug = 8;

/// A history that is right, to be spoiled in one place.
class AHistory : public testing::Test {
 protected:
  AHistory() {
    history.initial_stock = {{kTea, 10}, {kMug, 5}};
    books.users = {{1, 101}, {2, 102}};
    books.stocks = {{kTea, {10, 0}}, {kMug, {5, 0}}};
  }

  Entry& tell(Entry entry) {
    entry.number = static_cast<std::int64_t>(history.entries.size()) + 1;
    entry.began_us = entry.number * 10;
    entry.ended_us = entry.began_us + 5;
    return history.entries.emplace_back(std::move(entry));
  }
  Entry& add(std::int64_t product, std::int64_t quantity, Items after, int status = 200, int client = 1) {
    return tell({.client = client,
                 .action = Action::add_item,
                 .status = status,
                 .key = "add-" + std::to_string(history.entries.size()),
                 .product = product,
                 .quantity = quantity,
                 .items = std::move(after)});
  }
  Entry& read(Items items, int client = 1) {
    return tell({.client = client, .action = Action::read_basket, .status = 200, .items = std::move(items)});
  }
  Entry& pay(const std::string& key, int status, const std::string& payment, const std::string& is = "completed") {
    return tell(
        {.client = 1, .action = Action::pay, .status = status, .key = key, .payment = payment, .payment_status = is});
  }
  /// The books of a payment of client 1 that was sold.
  void sell(const std::string& payment, const std::string& key, Items lines) {
    for (const auto& [product, units] : lines) books.stocks[product].on_hand -= units;
    books.payments[payment] = {.user = 101, .state = "completed", .captured = 500, .lines = std::move(lines)};
    books.keys[{101, key}] = payment;
  }
  void refuse(const std::string& payment, const std::string& key, const std::string& state = "failed") {
    books.payments[payment] = {.user = 101, .state = state, .captured = 0, .lines = {{kTea, 1}}};
    books.keys[{101, key}] = payment;
  }
  /// A purchase from the first line to the empty basket.
  void purchase() {
    add(kTea, 2, {{kTea, 2}});
    pay("key-1", 201, "pay_1");
    sell("pay_1", "key-1", {{kTea, 2}});
    read({});
  }
  std::vector<std::string> found() {
    std::vector<std::string> ids;
    texts.clear();
    for (const auto& violation : check(history, books)) {
      ids.emplace_back(violation.id);
      texts += violation.what + "\n";
    }
    return ids;
  }

  History history;
  Books books;
  std::string texts;
};

TEST_F(AHistory, that_is_right_is_found_right) {
  add(kTea, 2, {{kTea, 2}});
  add(kMug, 1, {{kMug, 1}, {kTea, 2}});
  pay("key-1", 201, "pay_1");
  sell("pay_1", "key-1", {{kTea, 2}, {kMug, 1}});
  read({{kMug, 1}, {kTea, 2}});  // the event takes a moment
  add(kMug, 1, {{kMug, 2}, {kTea, 2}});
  read({{kMug, 1}});
  tell({.client = 1, .action = Action::remove_item, .status = 200, .key = "remove", .product = kMug});
  read({});
  tell({.client = 1, .action = Action::read_payment, .status = 200, .payment = "pay_1", .payment_status = "completed"});
  tell({.client = 2, .action = Action::read_stock, .status = 200, .product = kTea, .quantity = 8});
  EXPECT_THAT(found(), IsEmpty()) << texts;
}

TEST_F(AHistory, with_unknown_outcomes_may_have_gone_either_way) {
  for (const bool it_was_done : {true, false}) {
    history.entries.clear();
    add(kTea, 2, {}, 0);
    read(it_was_done ? Items{{kTea, 2}} : Items{});
    EXPECT_THAT(found(), IsEmpty()) << texts;
  }
  history.entries.clear();
  add(kTea, 2, {}, 0);
  read({{kTea, 2}});
  read({});
  EXPECT_THAT(found(), ElementsAre("B5")) << "but not first so and then so";
}

TEST_F(AHistory, counts_tries_under_one_key_once) {
  const auto key = add(kTea, 2, {}, 0).key;
  add(kTea, 2, {}, 503).key = key;
  add(kTea, 2, {{kTea, 2}}).key = key;
  read({{kTea, 2}});
  EXPECT_THAT(found(), IsEmpty()) << texts;
  read({{kTea, 4}});
  EXPECT_THAT(found(), ElementsAre("B5")) << "applied twice";
}

TEST_F(AHistory, believes_the_books_about_a_payment_that_was_never_answered) {
  add(kTea, 2, {{kTea, 2}});
  pay("key-1", 0, "", "");
  sell("pay_1", "key-1", {{kTea, 2}});
  read({});
  EXPECT_THAT(found(), IsEmpty()) << texts;
}

TEST_F(AHistory, with_two_payments_under_one_key_breaks_M3) {
  purchase();
  pay("key-1", 201, "pay_2");
  books.payments["pay_2"] = books.payments["pay_1"];
  books.stocks[kTea].on_hand -= 2;
  EXPECT_THAT(found(), ElementsAre("M3"));
  EXPECT_THAT(texts, HasSubstr("pay_1 and for pay_2"));
}

TEST_F(AHistory, with_a_payment_that_nobody_ordered_breaks_M3) {
  purchase();
  refuse("pay_9", "unknown-key");
  EXPECT_THAT(found(), ElementsAre("M3"));
  EXPECT_THAT(texts, HasSubstr("pay_9"));
}

TEST_F(AHistory, with_a_completed_payment_that_is_not_so_in_the_books_breaks_M13) {
  purchase();
  books.payments["pay_1"].state = "cancelled";
  books.stocks[kTea].on_hand += 2;
  const auto ids = found();
  EXPECT_THAT(ids, testing::Contains("M13"));
  EXPECT_THAT(texts, HasSubstr("pay_1 was completed and is cancelled"));
  books.payments.erase("pay_1");
  books.keys.clear();
  EXPECT_THAT(found(), testing::Contains("M13"));
  EXPECT_THAT(texts, HasSubstr("pay_1 was completed and is gone"));
}

TEST_F(AHistory, with_a_completed_payment_without_money_breaks_M13) {
  purchase();
  books.payments["pay_1"].captured = 0;
  EXPECT_THAT(found(), ElementsAre("M13"));
}

TEST_F(AHistory, with_a_payment_that_goes_back_breaks_M13) {
  purchase();
  tell(
      {.client = 2, .action = Action::read_payment, .status = 200, .payment = "pay_1", .payment_status = "processing"});
  EXPECT_THAT(found(), ElementsAre("M13"));
  EXPECT_THAT(texts, HasSubstr("is processing after it was completed"));
}

TEST_F(AHistory, with_a_charge_after_a_refusal_breaks_M13) {
  add(kTea, 1, {{kTea, 1}});
  pay("key-1", 402, "pay_1", "").code = "payment.declined";
  refuse("pay_1", "key-1");
  read({{kTea, 1}});
  EXPECT_THAT(found(), IsEmpty()) << texts;
  books.payments["pay_1"].captured = 500;
  EXPECT_THAT(found(), ElementsAre("M13"));
  history.entries[1].payment = "";
  EXPECT_THAT(found(), ElementsAre("M13")) << "the key leads there as well";
}

TEST_F(AHistory, with_a_charge_after_a_cancellation_breaks_M13) {
  add(kTea, 1, {{kTea, 1}});
  pay("key-1", 402, "pay_1", "").code = "payment.declined";
  tell({.client = 1,
        .action = Action::cancel,
        .status = 200,
        .key = "cancel",
        .payment = "pay_1",
        .payment_status = "cancelled"});
  refuse("pay_1", "key-1", "cancelled");
  history.entries[1].status = 503;  // so that the refusal itself says nothing
  read({{kTea, 1}});
  EXPECT_THAT(found(), IsEmpty()) << texts;
  books.payments["pay_1"].captured = 500;
  EXPECT_THAT(found(), ElementsAre("M13"));
}

TEST_F(AHistory, that_asks_to_come_again_has_refused_nothing) {
  add(kTea, 2, {{kTea, 2}});
  pay("key-1", 409, "", "").code = "idempotency.in_flight";
  pay("key-1", 201, "pay_1");
  sell("pay_1", "key-1", {{kTea, 2}});
  read({});
  EXPECT_THAT(found(), IsEmpty()) << texts;
}

TEST_F(AHistory, with_a_paid_basket_that_stays_full_breaks_B1) {
  purchase();
  history.entries.back().items = {{kTea, 2}};
  EXPECT_THAT(found(), ElementsAre("B1"));
}

TEST_F(AHistory, with_a_purchase_that_is_taken_out_twice_breaks_B1) {
  purchase();
  add(kTea, 3, {{kTea, 3}});
  read({{kTea, 1}});
  EXPECT_THAT(found(), ElementsAre("B1"));
}

TEST_F(AHistory, with_a_purchase_that_takes_what_came_later_breaks_B1) {
  add(kTea, 2, {{kTea, 2}});
  pay("key-1", 201, "pay_1");
  sell("pay_1", "key-1", {{kTea, 2}});
  add(kMug, 1, {{kMug, 1}, {kTea, 2}});
  read({});
  EXPECT_THAT(found(), ElementsAre("B1"));
}

TEST_F(AHistory, with_a_basket_cleared_for_a_declined_card_breaks_B2) {
  add(kTea, 1, {{kTea, 1}});
  pay("key-1", 402, "pay_1", "").code = "payment.declined";
  refuse("pay_1", "key-1");
  read({});
  EXPECT_THAT(found(), ElementsAre("B2"));
}

TEST_F(AHistory, with_a_lost_or_changed_line_breaks_B5) {
  add(kTea, 2, {{kTea, 2}});
  read({});
  EXPECT_THAT(found(), ElementsAre("B5"));
  history.entries.back().items = {{kTea, 1}};
  EXPECT_THAT(found(), ElementsAre("B5"));
  EXPECT_THAT(texts, HasSubstr("the basket has 1 of product 7, which should be 2 of product 7"));
}

TEST_F(AHistory, with_somebody_elses_line_breaks_B5) {
  add(kTea, 2, {{kTea, 2}}, 200, 2);
  read({{kTea, 2}}, 2);
  read({{kTea, 2}}, 1);
  EXPECT_THAT(found(), ElementsAre("B5"));
  EXPECT_THAT(texts, HasSubstr("client 1"));
}

TEST_F(AHistory, with_a_line_that_was_refused_breaks_B5) {
  add(kTea, 2, {}, 409).code = "basket.insufficient_stock";
  read({{kTea, 2}});
  EXPECT_THAT(found(), ElementsAre("B5"));
}

TEST_F(AHistory, with_more_sold_than_there_was_breaks_S3) {
  sell("pay_1", "key-1", {{kMug, 6}});
  pay("key-1", 201, "pay_1");
  EXPECT_THAT(found(), ElementsAre("S3"));
  EXPECT_THAT(texts, HasSubstr("6 sold of 5"));
}

TEST_F(AHistory, with_units_that_got_lost_or_came_from_nowhere_breaks_S3) {
  for (const auto on_hand : {9, 11}) {
    books.stocks[kTea].on_hand = on_hand;
    EXPECT_THAT(found(), ElementsAre("S3"));
  }
}

TEST_F(AHistory, with_a_negative_stock_breaks_S1) {
  tell({.client = 1, .action = Action::read_stock, .status = 200, .product = kTea, .quantity = -1});
  EXPECT_THAT(found(), ElementsAre("S1"));
}

TEST_F(AHistory, with_a_defect_of_the_server_breaks_H1) {
  add(kTea, 1, {}, 500).code = "internal";
  read({});
  EXPECT_THAT(found(), ElementsAre("H1"));
}

}  // namespace
}  // namespace ddd::reconcile
