#include <payment/contract/store_suite.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::as_text;
using test::kStart;
using test::payment_at;
using test::payment_id;

class LeasesInAStore : public test::StoreTest {
 protected:
  Result<ClaimedPayment> claim(std::string owner, Timestamp now = kStart, std::uint64_t number = 1) {
    return run(store->payments().claim(payment_id(number), std::move(owner), now, now + 15s));
  }
  std::vector<std::string> claim_due(std::string owner, Timestamp now = kStart, std::size_t limit = 10) {
    std::vector<std::string> claimed;
    auto due = run(store->payments().claim_due(std::move(owner), now, now + 15s, limit)).value();
    for (const auto& each : due.payments) claimed.push_back(each.payment.id().to_text());
    return claimed;
  }
  Result<> release(std::string owner, std::optional<Timestamp> next = {}, int tries = 0) {
    return run(store->payments().release(payment_id(1), std::move(owner), next, tries));
  }
  static Schedule due_at(Timestamp at) {
    return {.lease_owner = {}, .lease_until = {}, .next_action_at = at, .tries = 0};
  }
  Result<bool> webhook(std::string event_id, std::string intent_id, Timestamp now = kStart) {
    return run(
        store->payments().record_webhook(std::move(event_id), "payment_intent.succeeded", std::move(intent_id), now));
  }
  using Ids = std::vector<std::string>;
};
INSTANTIATE_TEST_SUITE_P(Every, LeasesInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(LeasesInAStore, are_held_by_one_until_they_run_out) {
  const auto payment = added();
  const auto claimed = claim("me");
  ASSERT_TRUE(claimed);
  EXPECT_EQ(as_text(claimed->payment.state()), as_text(payment.state()));
  EXPECT_EQ(claim("they").error().code, "payment.in_progress");
  EXPECT_TRUE(claim("me", kStart + 1s));
  EXPECT_EQ(claim("they", kStart + 16s - 1us).error().code, "payment.in_progress");
  EXPECT_TRUE(claim("they", kStart + 16s));
  EXPECT_EQ(claim("me", kStart + 17s).error().code, "payment.in_progress");
  EXPECT_EQ(claim("me", kStart, 9).error().code, "payment.not_found");
}

TEST_P(LeasesInAStore, are_given_with_the_save_and_change_no_version) {
  auto payment = added(payment_id(1), {.lease_owner = "me", .lease_until = kStart + 15s});
  EXPECT_EQ(claim("they").error().code, "payment.in_progress");
  ASSERT_TRUE(claim("me"));
  EXPECT_EQ(stored(), as_text(payment.state()));
  payment.stock_reserved(kStart);
  ASSERT_TRUE(save(payment, due_at(kStart + 1h)));
  EXPECT_TRUE(claim("they"));
}

TEST_P(LeasesInAStore, are_given_back_by_their_owner_alone) {
  added(payment_id(1), {.lease_owner = "me", .lease_until = kStart + 15s, .next_action_at = kStart + 15s});
  ASSERT_TRUE(release("they", kStart, 9));
  EXPECT_EQ(claim("they").error().code, "payment.in_progress");
  ASSERT_TRUE(release("me", kStart + 2s, 3));
  EXPECT_EQ(claim_due("they", kStart + 2s - 1us), Ids{});
  const auto due = run(store->payments().claim_due("they", kStart + 2s, kStart + 17s, 10)).value();
  ASSERT_EQ(due.payments.size(), 1u);
  EXPECT_EQ(due.payments[0].tries, 3);
}

TEST_P(LeasesInAStore, give_the_tries_so_far_with_the_payment) {
  added(payment_id(1), {.lease_owner = {}, .lease_until = {}, .next_action_at = kStart, .tries = 5});
  EXPECT_EQ(claim("me")->tries, 5);
}

TEST_P(LeasesInAStore, of_payments_that_are_due_go_to_the_longest_waiting_first) {
  for (std::uint64_t number = 1; number <= 5; ++number) added(payment_id(number), due_at(kStart - number * 1s));
  added(payment_id(6), due_at(kStart + 1us));
  added(payment_id(7), {});
  EXPECT_EQ(claim_due("me", kStart, 2), (Ids{"pay_5", "pay_4"}));
  EXPECT_EQ(claim_due("they", kStart), (Ids{"pay_3", "pay_2", "pay_1"}));
  EXPECT_EQ(claim_due("me", kStart), Ids{});
  // Whoever died with leases in hand loses them.
  EXPECT_EQ(claim_due("third", kStart + 15s), (Ids{"pay_5", "pay_4", "pay_3", "pay_2", "pay_1", "pay_6"}));
}

TEST_P(LeasesInAStore, that_somebody_holds_are_not_due) {
  added(payment_id(1), due_at(kStart));
  ASSERT_TRUE(claim("me"));
  EXPECT_EQ(claim_due("they"), Ids{});
  ASSERT_TRUE(release("me", kStart));
  EXPECT_EQ(claim_due("they"), Ids{"pay_1"});
}

TEST_P(LeasesInAStore, of_a_process_that_is_gone_are_released_and_its_open_payments_due) {
  const Schedule held{.lease_owner = "gone", .lease_until = kStart + 15s, .next_action_at = kStart + 15s, .tries = 1};
  auto open = payment_at(S::confirming, payment_id(1));
  ASSERT_TRUE(add(open, held));
  auto ended = payment_at(S::completed, payment_id(2));
  ASSERT_TRUE(add(ended, {.lease_owner = "gone", .lease_until = kStart + 15s}));
  added(payment_id(3), due_at(kStart + 840s));
  store->reopen();
  ASSERT_TRUE(run(store->payments().release_all(kStart + 1s)));
  EXPECT_EQ(claim_due("me", kStart + 1s), Ids{"pay_1"});
  EXPECT_TRUE(claim("me", kStart + 1s, 2));
  EXPECT_EQ(claim_due("they", kStart + 840s), (Ids{"pay_1", "pay_3"}));
}

TEST_P(LeasesInAStore, are_not_needed_to_note_a_webhook_which_makes_its_payment_due) {
  auto concerned = payment_at(S::requires_action, payment_id(1));
  ASSERT_TRUE(add(concerned, due_at(kStart + 30s)));
  auto other = payment_at(S::requires_action, payment_id(2));
  ASSERT_TRUE(add(other, due_at(kStart + 30s)));
  EXPECT_EQ(webhook("evt_1", "pi_of_pay_1", kStart + 1s), true);
  EXPECT_EQ(claim_due("me", kStart + 1s), Ids{"pay_1"});
  ASSERT_TRUE(release("me", kStart + 30s));

  EXPECT_EQ(webhook("evt_1", "pi_of_pay_1", kStart + 2s), false);
  EXPECT_EQ(claim_due("me", kStart + 2s), Ids{});
  EXPECT_EQ(webhook("evt_2", "pi_of_pay_1", kStart + 3s), true);
  EXPECT_EQ(claim_due("me", kStart + 3s), Ids{"pay_1"});
}

TEST_P(LeasesInAStore, stay_as_they_are_for_a_webhook_about_nothing_that_is_open) {
  auto ended = payment_at(S::completed, payment_id(1));
  ASSERT_TRUE(add(ended));
  added(payment_id(2));
  EXPECT_EQ(webhook("evt_1", "pi_of_pay_1"), true);
  EXPECT_EQ(webhook("evt_2", "pi_unknown"), true);
  EXPECT_EQ(webhook("evt_3", ""), true);
  EXPECT_EQ(claim_due("me", kStart + 24h), Ids{});
}

TEST_P(LeasesInAStore, do_not_forget_a_webhook_over_a_restart) {
  EXPECT_EQ(webhook("evt_1", "pi_1"), true);
  store->reopen();
  EXPECT_EQ(webhook("evt_1", "pi_1"), false);
}

TEST_P(LeasesInAStore, leave_what_the_provider_told_meanwhile_to_be_looked_at) {
  auto payment = payment_at(S::confirming, payment_id(1));
  ASSERT_TRUE(add(payment, {.lease_owner = "me", .lease_until = kStart + 15s, .next_action_at = kStart + 15s}));
  EXPECT_EQ(webhook("evt_1", "pi_of_pay_1", kStart + 1s), true);
  EXPECT_EQ(claim_due("they", kStart + 1s), Ids{}) << "somebody is at it";
  payment.requires_action("https://bank.example", kStart + 2s);
  ASSERT_TRUE(save(payment, due_at(kStart + 15s)));
  EXPECT_EQ(claim_due("they", kStart + 2s), Ids{"pay_1"});

  EXPECT_EQ(webhook("evt_2", "pi_of_pay_1", kStart + 3s), true);
  ASSERT_TRUE(run(store->payments().release(payment_id(1), "they", kStart + 1h, 0)));
  EXPECT_EQ(claim_due("me", kStart + 3s), Ids{"pay_1"});
  ASSERT_TRUE(release("me", kStart + 1h));
  EXPECT_EQ(claim_due("me", kStart + 1h - 1us), Ids{}) << "it was looked at";
}

TEST_P(LeasesInAStore, that_are_kept_by_a_save_keep_what_the_provider_told) {
  auto payment = payment_at(S::confirming, payment_id(1));
  const Schedule held{.lease_owner = "me", .lease_until = kStart + 15s, .next_action_at = kStart + 15s};
  ASSERT_TRUE(add(payment, held));
  EXPECT_EQ(webhook("evt_1", "pi_of_pay_1", kStart + 1s), true);
  payment.authorized("req", kStart + 1s);
  ASSERT_TRUE(save(payment, held));
  ASSERT_TRUE(release("me", kStart + 1h));
  EXPECT_EQ(claim_due("they", kStart + 1s), Ids{"pay_1"});
}

TEST_P(LeasesInAStore, of_payments_that_wait_for_a_method_are_not_woken_by_a_webhook) {
  auto waiting = payment_at(S::confirming, payment_id(1));
  ASSERT_TRUE(add(waiting, {.lease_owner = "me", .lease_until = kStart + 15s, .next_action_at = kStart + 15s}));
  EXPECT_EQ(webhook("evt_1", "pi_of_pay_1", kStart + 1s), true) << "of the decline, before it is stored";
  waiting.declined("generic_decline", kStart + 2s);
  ASSERT_TRUE(save(waiting, due_at(kStart + 840s)));
  EXPECT_EQ(webhook("evt_2", "pi_of_pay_1", kStart + 3s), true);
  EXPECT_EQ(claim_due("they", kStart + 839s), Ids{});
  ASSERT_TRUE(claim("me", kStart + 4s));
  EXPECT_EQ(webhook("evt_3", "pi_of_pay_1", kStart + 5s), true);
  ASSERT_TRUE(release("me", kStart + 840s));
  EXPECT_EQ(claim_due("they", kStart + 839s), Ids{});
  EXPECT_EQ(claim_due("they", kStart + 840s), Ids{"pay_1"});
}

/// Of a file that somebody has damaged.
TEST(LeasesInSqlite, of_a_payment_that_cannot_be_read_stand_in_nobodys_way) {
  boost::asio::io_context context;
  test::CountingIds ids;
  test::SqliteStore store(ids);
  const SaveContext saving{
      .now = kStart, .trace = {}, .correlation_id = "c", .causation_id = "d", .inbox = {}, .idempotency = {}};
  for (std::uint64_t number = 1; number <= 3; ++number) {
    auto payment = test::new_payment(payment_id(number));
    const Schedule due{.lease_owner = {}, .lease_until = {}, .next_action_at = kStart + number * 1s, .tries = 0};
    ASSERT_TRUE(ddd::test::await(context, store.payments().add(payment, due, saving)));
  }
  ASSERT_TRUE(store.run_by_hand("UPDATE payments SET currency = 'nonsense' WHERE id IN ('pay_1', 'pay_2')"));
  const auto claim = [&](Timestamp now, std::size_t limit) {
    return ddd::test::await(context, store.payments().claim_due("me", now, now + 15s, limit)).value();
  };
  auto due = claim(kStart + 10s, 2);
  EXPECT_TRUE(due.payments.empty());
  EXPECT_EQ(due.unreadable, (std::vector{payment_id(1), payment_id(2)}));
  due = claim(kStart + 10s, 2);
  ASSERT_EQ(due.payments.size(), 1u);
  EXPECT_EQ(due.payments[0].payment.id(), payment_id(3));
  EXPECT_TRUE(due.unreadable.empty());
  EXPECT_EQ(claim(kStart + 10s + 5min, 10).unreadable.size(), 2u) << "said again after a while";
}

}  // namespace
}  // namespace ddd::payment
