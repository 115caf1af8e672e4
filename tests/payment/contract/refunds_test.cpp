#include <payment/contract/store_suite.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::as_text;
using test::kStart;
using test::payment_id;
using test::refund_id;
using test::refund_order;

class RefundsInAStore : public test::StoreTest {
 protected:
  using Ids = std::vector<std::string>;

  /// A sale for 44.97 USD.
  Payment sold(std::uint64_t number = 1) {
    auto payment = test::payment_at(S::completed, payment_id(number));
    EXPECT_TRUE(add(payment));
    return payment;
  }
  void ask(Payment& payment, std::uint64_t number, std::int64_t cents, Timestamp at = kStart) {
    ASSERT_TRUE(payment.request_refund(refund_order(cents, number), at));
    ASSERT_TRUE(save(payment));
  }
  std::optional<RefundView> seen(std::uint64_t number) {
    return run(store->views().find_refund(refund_id(number))).value();
  }
  Ids read(const RefundFilter& filter, std::size_t limit = 100) {
    Ids all;
    std::optional<RefundCursor> after;
    do {
      const auto page = run(store->views().list_refunds({.filter = filter, .limit = limit, .after = after})).value();
      EXPECT_TRUE(page.items.size() == limit || !page.next);
      for (const auto& item : page.items) all.push_back(item.refund.id.to_text());
      after = page.next;
    } while (after);
    return all;
  }
  Ids claim_due(Timestamp now) {
    Ids claimed;
    const auto due = run(store->payments().claim_due("me", now, now + 15s, 10)).value();
    for (const auto& each : due.payments) claimed.push_back(each.payment.id().to_text());
    return claimed;
  }
  Result<bool> webhook(std::string event_id, std::string type, Timestamp now = kStart) {
    return run(store->payments().record_webhook(std::move(event_id), std::move(type), "pi_of_pay_1", now));
  }
};
INSTANTIATE_TEST_SUITE_P(Every, RefundsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(RefundsInAStore, come_back_as_they_were_saved) {
  auto payment = sold();
  ASSERT_TRUE(payment.request_refund({.id = refund_id(1),
                                      .amount = test::usd(1999),
                                      .reason = "einer war kaputt",
                                      .restock = true,
                                      .lines = {{ProductId(2), 1}, {ProductId(1), 1}}},
                                     kStart + 1s));
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  EXPECT_EQ(as_text(seen(1)->refund), as_text(payment.state().refunds[0]));
  EXPECT_EQ(seen(1)->payment_id, payment_id(1));
  EXPECT_FALSE(seen(2));

  payment.refund_uncertain(refund_id(1), kStart + 2s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  payment.refund_prepared_anew(refund_id(1), kStart + 10min);
  payment.refund_accepted(refund_id(1), "re_1", kStart + 10min);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  payment.refund_succeeded(refund_id(1), "re_1", "req_1", kStart + 11min);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  payment.refund_failed(refund_id(1), "lost_or_stolen_card", "req_2", kStart + 12min);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  EXPECT_EQ(as_text(seen(1)->refund), as_text(payment.state().refunds[0]));
}

TEST_P(RefundsInAStore, that_are_several_come_back_in_their_order) {
  auto payment = sold();
  ask(payment, 2, 1000, kStart + 1s);
  ask(payment, 1, 2000, kStart + 2s);
  ask(payment, 3, 3, kStart + 3s);
  payment.refund_succeeded(refund_id(1), "re_1", "req", kStart + 4s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  EXPECT_EQ(run(store->views().find(payment_id(1))).value()->payment.refunds.size(), 3u);
}

TEST_P(RefundsInAStore, are_told_with_what_comes_back) {
  auto payment = sold();
  ASSERT_TRUE(payment.request_refund(refund_order(4497, 1, true), kStart));
  ASSERT_TRUE(save(payment));
  const auto before = told().size();
  payment.refund_succeeded(refund_id(1), "re_1", "req", kStart);
  ASSERT_TRUE(save(payment));
  const auto events = told();
  ASSERT_EQ(events.size(), before + 1);
  EXPECT_EQ(events.back().type, "ddd.payment.refunded.v1");
  EXPECT_EQ(events.back().key, "pay_1");
  EXPECT_EQ(events.back().data,
            R"({"payment_id":"pay_1","order_id":"ord_1","user_id":7,"refund_id":"rfd_1",)"
            R"("amount":{"amount":4497,"currency":"USD"},"refunded_amount":{"amount":4497,"currency":"USD"},)"
            R"("restock":true,"lines":[{"product_id":1,"quantity":2},{"product_id":2,"quantity":1}]})");
  payment.refund_failed(refund_id(1), "no", "req", kStart);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(told().back().type, "ddd.payment.refund_failed.v1");
}

TEST_P(RefundsInAStore, are_lost_with_a_save_that_came_too_late) {
  auto payment = sold();
  auto other = found();
  ask(payment, 1, 4497);
  ASSERT_TRUE(other.request_refund(refund_order(4497, 2), kStart));
  EXPECT_EQ(save(other).error().code, "store.version_conflict");
  EXPECT_FALSE(seen(2));
  EXPECT_EQ(stored(), as_text(payment.state()));
}

TEST_P(RefundsInAStore, are_listed_newest_first_by_payment_and_status) {
  auto one = sold(1);
  auto two = sold(2);
  ask(one, 1, 1, kStart);
  ask(one, 2, 2, kStart + 1s);
  ask(two, 3, 3, kStart + 1s);
  ask(two, 4, 4, kStart - 1h);
  two.refund_succeeded(refund_id(3), "re_3", "req", kStart + 2s);
  ASSERT_TRUE(save(two));
  one.refund_failed(refund_id(1), "no", "req", kStart + 2s);
  ASSERT_TRUE(save(one));
  EXPECT_EQ(read({}), (Ids{"rfd_3", "rfd_2", "rfd_1", "rfd_4"}));
  EXPECT_EQ(read({}, 1), read({}));
  EXPECT_EQ(read({}, 3), read({}));
  EXPECT_EQ(read({.payment_id = payment_id(2), .status = {}}), (Ids{"rfd_3", "rfd_4"}));
  EXPECT_EQ(read({.payment_id = {}, .status = RefundStatus::pending}), (Ids{"rfd_2", "rfd_4"}));
  EXPECT_EQ(read({.payment_id = payment_id(1), .status = RefundStatus::failed}), Ids{"rfd_1"});
  EXPECT_EQ(read({.payment_id = payment_id(1), .status = RefundStatus::succeeded}), Ids{});
  EXPECT_EQ(read({.payment_id = payment_id(9), .status = {}}), Ids{});
}

TEST_P(RefundsInAStore, wake_a_sold_payment_when_the_provider_tells_of_another_end) {
  auto payment = sold();
  ask(payment, 1, 1000);
  payment.refund_succeeded(refund_id(1), "re_1", "req", kStart);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(webhook("evt_1", "charge.refunded"), true);
  EXPECT_EQ(webhook("evt_2", "payment_intent.succeeded"), true);
  EXPECT_EQ(webhook("evt_3", "refund.created"), true);
  EXPECT_EQ(claim_due(kStart), Ids{});
  EXPECT_EQ(webhook("evt_4", "refund.failed"), true);
  EXPECT_EQ(webhook("evt_4", "refund.failed"), false);
  EXPECT_EQ(claim_due(kStart), Ids{"pay_1"});
  // And what it tells while somebody looks is not lost.
  EXPECT_EQ(webhook("evt_5", "refund.updated", kStart + 1s), true);
  ASSERT_TRUE(run(store->payments().release(payment_id(1), "me", std::nullopt, 0)));
  EXPECT_EQ(claim_due(kStart + 1s), Ids{"pay_1"});
  EXPECT_EQ(webhook("evt_6", "refund.updated", kStart + 2s), true);
  auto again = found();
  again.refund_failed(refund_id(1), "no", "req", kStart + 2s);
  ASSERT_TRUE(save(again));
  EXPECT_EQ(claim_due(kStart + 2s), Ids{"pay_1"});
  ASSERT_TRUE(run(store->payments().release(payment_id(1), "me", std::nullopt, 0)));
  EXPECT_EQ(claim_due(kStart + 1h), Ids{});
}

TEST_P(RefundsInAStore, that_are_under_way_are_due_at_once_when_a_process_starts_anew) {
  auto payment = sold();
  ASSERT_TRUE(payment.request_refund(refund_order(1), kStart));
  ASSERT_TRUE(save(payment, {.lease_owner = "it", .lease_until = kStart + 15s, .next_action_at = kStart + 15s}));
  EXPECT_EQ(claim_due(kStart), Ids{});
  ASSERT_TRUE(run(store->payments().release_all(kStart)));
  EXPECT_EQ(claim_due(kStart), Ids{"pay_1"});
}

/// What the file itself refuses, whatever a program believes.
class RefundsInSqlite : public testing::Test {
 protected:
  boost::asio::io_context context;
  test::CountingIds ids;
  test::SqliteStore store{ids};
  Payment payment = [this] {
    auto sold = test::payment_at(S::completed);
    EXPECT_TRUE(ddd::test::await(context, store.payments().add(sold, {}, saving())));
    return sold;
  }();

  static SaveContext saving() {
    return {.now = kStart, .trace = {}, .correlation_id = "c", .causation_id = "d", .inbox = {}, .idempotency = {}};
  }
};

TEST_F(RefundsInSqlite, are_never_more_than_was_taken) {
  // A payment that has forgotten its refunds.
  auto forgetful = Payment::restore(payment.state());
  ASSERT_TRUE(payment.request_refund(refund_order(4000, 1), kStart));
  ASSERT_TRUE(ddd::test::await(context, store.payments().save(payment, {}, saving())));
  auto snapshot = forgetful.state();
  snapshot.version = payment.version();
  forgetful = Payment::restore(std::move(snapshot));
  ASSERT_TRUE(forgetful.request_refund(refund_order(498, 2), kStart));
  EXPECT_FALSE(ddd::test::await(context, store.payments().save(forgetful, {}, saving())));
  EXPECT_FALSE(ddd::test::await(context, store.views().find_refund(refund_id(2))).value());
}

}  // namespace
}  // namespace ddd::payment
