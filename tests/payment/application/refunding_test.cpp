#include <algorithm>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::usd;

StoredAnswer render_refund(const CallContext&, const RefundOutcome& outcome) {
  return {.status = outcome.is_new ? 201 : 200,
          .body = std::string(to_text(outcome.view.refund.status)),
          .location = outcome.view.refund.id.to_text(),
          .etag = {}};
}

std::string said(const Result<RefundOutcome>& outcome) {
  return outcome ? std::string(to_text(outcome->view.refund.status)) : std::string(outcome.error().code);
}

class Refunding : public testing::Test, protected test::Till {
 protected:
  void SetUp() override {
    ASSERT_TRUE(buy());
    ASSERT_EQ(stored().state, S::completed);
  }

  [[nodiscard]] Result<RefundOutcome> refund(const CallContext& call, std::int64_t cents, bool restock = false) {
    return run(application->commands.refund_payment.handle(call, wanted(cents, restock)));
  }
  [[nodiscard]] Result<RefundOutcome> refund(std::int64_t cents, bool restock = false) {
    return refund(admin, cents, restock);
  }
  [[nodiscard]] RefundPayment wanted(std::int64_t cents, bool restock = false) const {
    return {.payment_id = stored().id,
            .amount = usd(cents),
            .reason = "broken",
            .restock = restock,
            .lines = {},
            .render = &render_refund};
  }
  [[nodiscard]] Result<RefundOutcome> process(const RefundId& id, const CallContext& call) {
    return run(application->commands.process_refund.handle(call, ProcessRefund{.id = id, .render = &render_refund}));
  }
  void hear(const std::string& event, const std::string& type) {
    ASSERT_TRUE(run(payments.record_webhook(event, type, "pi_1", clock.at)).value());
  }
  [[nodiscard]] const Refund& only() const { return stored().refunds.at(0); }
  [[nodiscard]] std::vector<std::string> keys() const { return provider.keys_of("refund"); }
  [[nodiscard]] std::string key(int attempt = 1) const { return refund_key(only().id, attempt); }
};

TEST_F(Refunding, gives_a_part_back_in_the_same_call) {
  EXPECT_EQ(said(refund(1000)), "succeeded");
  EXPECT_EQ(stored().state, S::partially_refunded);
  EXPECT_EQ(stored().refunded, 1000);
  EXPECT_EQ(keys(), std::vector{key()});
  EXPECT_EQ(told().back(), "ddd.payment.refunded.v1");
  EXPECT_FALSE(schedule().next_action_at);
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(said(refund(2998)), "succeeded");
  EXPECT_EQ(stored().state, S::refunded);
  check_books();
}

TEST_F(Refunding, is_for_administrators) {
  EXPECT_EQ(said(refund(ada, 1000)), "auth.forbidden");
  EXPECT_EQ(said(refund(CallContext{}, 1000)), "auth.required");
  EXPECT_EQ(said(process(test::refund_id(1), ada)), "auth.forbidden");
  EXPECT_EQ(run(application->queries.get_refund.handle(ada, GetRefund{test::refund_id(1)})).error().code,
            "auth.forbidden");
  EXPECT_EQ(run(application->queries.list_refunds.handle(ada, RefundListing{})).error().code, "auth.forbidden");
  EXPECT_TRUE(keys().empty());
}

TEST_F(Refunding, is_refused_before_anything_is_written) {
  const auto before = test::as_text(stored());
  EXPECT_EQ(said(refund(3999)), "refund.exceeds_captured");
  EXPECT_EQ(said(refund(0)), "refund.invalid");
  auto command = wanted(1);
  command.reason = "";
  EXPECT_EQ(said(run(application->commands.refund_payment.handle(admin, command))), "refund.invalid");
  command.reason = std::string(256, 'x');
  EXPECT_EQ(said(run(application->commands.refund_payment.handle(admin, command))), "refund.invalid");
  command.reason = "why";
  command.payment_id = test::payment_id(99);
  EXPECT_EQ(said(run(application->commands.refund_payment.handle(admin, command))), "payment.not_found");
  EXPECT_EQ(test::as_text(stored()), before);
  EXPECT_TRUE(keys().empty());
}

TEST_F(Refunding, that_was_executed_without_an_answer_is_found_at_the_provider) {
  provider.fail_next("refund", Fault::lost_answer);
  EXPECT_EQ(said(refund(1000)), "succeeded");
  EXPECT_EQ(keys().size(), 1u);
  EXPECT_EQ(provider.refunds.size(), 1u);
  check_books();
}

TEST_F(Refunding, that_never_arrived_is_sent_again_under_the_same_key) {
  provider.fail_next("refund", Fault::lost_request, 2);
  EXPECT_EQ(said(refund(1000)), "pending");
  EXPECT_TRUE(only().uncertain_since);
  settle();
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  EXPECT_EQ(keys(), std::vector<std::string>(3, key()));
  check_books();
}

TEST_F(Refunding, that_the_provider_did_not_let_in_is_tried_again) {
  provider.fail_next("refund", Fault::not_executed);
  EXPECT_EQ(said(refund(1000)), "pending");
  EXPECT_FALSE(only().uncertain_since);
  EXPECT_EQ(schedule().next_action_at, clock.at + 1s);
  settle();
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  check_books();
}

TEST_F(Refunding, takes_a_new_key_only_where_the_provider_repeats_a_failure_and_shows_that_it_did_nothing) {
  provider.fail_next("refund", Fault::stuck);
  EXPECT_EQ(said(refund(1000)), "pending");
  const auto asked_at = clock.at;
  while (clock.at < asked_at + 8min) recover_after(30s);
  const auto sent = keys().size();
  EXPECT_EQ(keys(), std::vector<std::string>(sent, key()));
  // Nothing may be under way any more when the new key is taken.
  while (clock.at + 30s < asked_at + 10min) recover_after(30s);
  EXPECT_EQ(keys().size(), sent);
  settle();
  EXPECT_EQ(keys().size(), sent + 1);
  EXPECT_EQ(keys().back(), key(2));
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  EXPECT_EQ(provider.refunds.size(), 1u);
  check_books();
}

TEST_F(Refunding, is_looked_for_before_it_is_sent_again_a_day_later) {
  provider.fail_next("refund", Fault::lost_answer);
  provider.fail_next("list_refunds", Fault::lost_answer);
  EXPECT_EQ(said(refund(1000)), "pending");
  clock.at += 23h + 1s;
  provider.calls.clear();
  settle();
  EXPECT_EQ(provider.calls.front().first, "list_refunds");
  EXPECT_TRUE(keys().empty());
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  check_books();
}

TEST_F(Refunding, that_the_provider_refuses_has_failed_and_gives_its_amount_back) {
  provider.fail_next("refund", Fault::refused);
  EXPECT_EQ(said(refund(3998)), "failed");
  EXPECT_EQ(only().failure_reason, "provider_refused");
  EXPECT_EQ(told().back(), "ddd.payment.refund_failed.v1");
  EXPECT_EQ(said(refund(3998)), "succeeded");
  check_books();
}

TEST_F(Refunding, that_takes_its_time_is_asked_for_until_it_has_ended) {
  provider.refunds_take_their_time = true;
  EXPECT_EQ(said(refund(1000)), "pending");
  EXPECT_EQ(only().provider_id, "re_1");
  recover_after(1s);
  EXPECT_EQ(only().status, RefundStatus::pending);
  provider.settle_refund("re_1", RefundStatus::succeeded);
  settle();
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  EXPECT_EQ(keys().size(), 1u);
  check_books();
}

TEST_F(Refunding, that_takes_its_time_may_fail) {
  provider.refunds_take_their_time = true;
  ASSERT_EQ(said(refund(1000)), "pending");
  provider.settle_refund("re_1", RefundStatus::failed);
  hear("evt_1", "refund.failed");
  EXPECT_EQ(recover(), 1u);
  EXPECT_EQ(only().failure_reason, "lost_or_stolen_card");
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

TEST_F(Refunding, that_a_bank_turns_back_after_all_is_heard_of) {
  ASSERT_EQ(said(refund(3998)), "succeeded");
  provider.settle_refund("re_1", RefundStatus::failed);
  hear("evt_1", "charge.refunded");
  EXPECT_EQ(recover(), 0u);
  hear("evt_2", "refund.failed");
  EXPECT_EQ(recover(), 1u);
  EXPECT_EQ(only().status, RefundStatus::failed);
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(stored().refunded, 0);
  EXPECT_FALSE(schedule().next_action_at);
  check_books();
}

TEST_F(Refunding, listens_again_when_the_provider_could_not_be_asked) {
  ASSERT_EQ(said(refund(3998)), "succeeded");
  provider.settle_refund("re_1", RefundStatus::failed);
  provider.fail_next("list_refunds", Fault::not_executed, 3);
  hear("evt_1", "refund.updated");
  settle();
  EXPECT_EQ(only().status, RefundStatus::failed);
  check_books();
}

TEST_F(Refunding, of_another_amount_than_we_asked_for_settles_nothing) {
  provider.fail_next("refund", Fault::lost_answer);
  provider.fail_next("list_refunds", Fault::not_executed);
  ASSERT_EQ(said(refund(1000)), "pending");
  provider.refunds.at("re_1").amount = usd(999);
  recover_after(1s);
  EXPECT_EQ(only().status, RefundStatus::pending);
  EXPECT_EQ(keys().size(), 1u);
}

TEST_F(Refunding, answers_a_repeat_with_what_became_of_the_first) {
  const auto call = test::under_key(admin);
  ASSERT_EQ(said(refund(call, 1000)), "succeeded");
  const auto record = run(store.effects.find(UserId(1), call.idempotency->key)).value();
  ASSERT_TRUE(record && record->answer);
  EXPECT_EQ(record->answer->status, 201);
  EXPECT_EQ(record->answer->body, "succeeded");
  EXPECT_EQ(said(refund(call, 1000)), "store.duplicate_key");
  EXPECT_EQ(stored().refunds.size(), 1u);
}

TEST_F(Refunding, goes_on_with_the_same_refund_when_the_first_request_came_to_no_answer) {
  const auto call = test::under_key(admin);
  payments.spared = 1;
  payments.unavailable = 1;
  ASSERT_EQ(said(refund(call, 1000)), "store.unavailable");
  EXPECT_EQ(said(refund(call, 1000)), "succeeded");
  EXPECT_EQ(stored().refunds.size(), 1u);
  EXPECT_EQ(keys(), std::vector<std::string>(2, key()));
  check_books();
}

TEST_F(Refunding, answers_a_repeat_with_pending_where_the_first_was_told_so) {
  const auto call = test::under_key(admin);
  provider.fail_next("refund", Fault::not_executed);
  ASSERT_EQ(said(refund(call, 1000)), "pending");
  const auto record = run(store.effects.find(UserId(1), call.idempotency->key)).value();
  ASSERT_TRUE(record && record->answer);
  EXPECT_EQ(record->answer->body, "pending");
  EXPECT_EQ(schedule().next_action_at, clock.at + 1s);
  EXPECT_EQ(schedule().lease_owner, "");
  settle();
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  check_books();
}

TEST_F(Refunding, looks_after_a_pending_one_when_asked_to) {
  provider.fail_next("refund", Fault::not_executed);
  const auto asked = refund(1000);
  ASSERT_EQ(said(asked), "pending");
  const auto id = asked->view.refund.id;
  EXPECT_EQ(said(process(id, admin)), "succeeded");
  EXPECT_EQ(said(process(id, admin)), "refund.not_pending");
  EXPECT_EQ(said(process(test::refund_id(99), admin)), "refund.not_found");
  check_books();
}

TEST_F(Refunding, by_several_administrators_at_once_never_exceeds_what_was_taken) {
  std::vector<std::string> outcomes(12);
  const auto one = [](Application& shop, const CallContext& call, RefundPayment command,
                      std::string& outcome) -> Task<> {
    outcome = said(co_await shop.commands.refund_payment.handle(call, std::move(command)));
  };
  std::vector<Task<>> all;
  for (auto& outcome : outcomes) all.push_back(one(*application, admin, wanted(1000), outcome));
  const auto together = [](std::vector<Task<>> tasks) -> Task<int> {
    co_await when_all(std::move(tasks));
    co_return 0;
  };
  run(together(std::move(all)));
  settle();
  EXPECT_EQ(std::ranges::count(outcomes, "refund.exceeds_captured"), 9);
  EXPECT_EQ(stored().refunded, 3000);
  check_books();
}

TEST_F(Refunding, survives_a_store_that_is_away_when_the_answer_comes) {
  payments.spared = 1;
  payments.unavailable = 1;
  EXPECT_EQ(said(refund(1000)), "store.unavailable");
  EXPECT_EQ(only().status, RefundStatus::pending);
  EXPECT_EQ(recover_after(15s - 1us), 0u);
  settle();
  EXPECT_EQ(only().status, RefundStatus::succeeded);
  EXPECT_EQ(provider.refunds.size(), 1u);
  check_books();
}

TEST_F(Refunding, survives_every_death_on_its_way) {
  for (int pass = 1; pass < 100; ++pass) {
    const auto asked = stored().refunds.size();
    provider.fail_next("refund", pass % 2 == 0 ? Fault::lost_answer : Fault::not_executed);
    mortality.die_at(pass);
    bool died = false;
    try {
      static_cast<void>(refund(1));
    } catch (const test::Death&) {
      died = true;
    }
    mortality.die_at(0);
    provider.heal();
    start();
    settle();
    check_books();
    if (!died) {
      EXPECT_GT(pass, 5);
      EXPECT_EQ(stored().refunds.size(), asked + 1);
      return;
    }
  }
  FAIL() << "it dies for ever";
}

class GivingUpTooLate : public testing::Test, protected test::Till {};

TEST_F(GivingUpTooLate, has_the_money_given_back_and_the_goods_too) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  // The provider takes the money while the buyer cancels.
  auto& facts = provider.intent().facts;
  facts.status = IntentStatus::succeeded;
  facts.received = facts.amount;
  EXPECT_EQ(test::told_to_client(cancel(stored().id)), "completed");
  EXPECT_TRUE(shelf.reservations.begin()->second.pinned);
  settle();
  EXPECT_EQ(stored().state, S::refunded);
  ASSERT_EQ(stored().refunds.size(), 1u);
  EXPECT_EQ(stored().refunds[0].status, RefundStatus::succeeded);
  EXPECT_EQ(stored().refunds[0].lines, (std::vector<ReturnedLine>{{ProductId(1), 2}}));
  EXPECT_EQ(told().back(), "ddd.payment.refunded.v1");
  check_books();
}

TEST_F(GivingUpTooLate, waits_for_the_stock_to_be_asked) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  auto& facts = provider.intent().facts;
  facts.status = IntentStatus::succeeded;
  facts.received = facts.amount;
  shelf.is_away = true;
  EXPECT_EQ(test::told_to_client(cancel(stored().id)), "cancelling");
  shelf.is_away = false;
  settle();
  EXPECT_EQ(stored().state, S::refunded);
  check_books();
}

TEST_F(GivingUpTooLate, is_left_to_a_person_when_the_units_are_lost) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  auto& facts = provider.intent().facts;
  facts.status = IntentStatus::succeeded;
  facts.received = facts.amount;
  shelf.lose_all = true;
  EXPECT_EQ(test::told_to_client(cancel(stored().id)), "manual_review");
  EXPECT_TRUE(stored().refunds.empty());
}

}  // namespace
}  // namespace ddd::payment
