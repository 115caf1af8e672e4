#include <algorithm>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::told_to_client;
using Answers = std::vector<std::string>;

/// One buyer, several requests at the same time.
class TwoTabs : public testing::Test, protected test::Till {
 protected:
  TwoTabs() { baskets.baskets[UserId(7)] = {{BasketId::restore("bsk_1"), 3}, {{ProductId(1), 2}}}; }

  Task<> pay_basket(std::string key, Result<PaymentOutcome>& answer) {
    const auto call = test::under_key(ada, std::move(key));
    answer = co_await application->commands.create_payment.handle(
        call, CreatePayment{.current_basket = true, .payment_method = "pm_card_visa", .render = &test::render});
  }
  Task<> process_with(PaymentId id, std::string method, Result<PaymentOutcome>& answer) {
    answer = co_await application->commands.process_payment.handle(
        ada, ProcessPayment{std::move(id), std::move(method), {}, &test::render});
  }
  Task<> give_up(PaymentId id, Result<PaymentOutcome>& answer) {
    answer = co_await application->commands.cancel_payment.handle(ada, CancelPayment{std::move(id), {}, &test::render});
  }
  Task<> recover_round() {
    static_cast<void>(co_await application->commands.recover_payments.handle(CallContext{}, RecoverPayments{}));
  }
  void run_all(std::vector<Task<>> tasks) { ddd::test::await(context, when_all(std::move(tasks))); }
  PaymentId wait() { return create(ada, {.product_id = ProductId(1), .quantity = 1})->view.payment.id; }
};

TEST_F(TwoTabs, pay_one_basket_once) {
  std::vector<Result<PaymentOutcome>> answers(5);
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    tasks.push_back(pay_basket("key of the tab no. " + std::to_string(i), answers[i]));
  }
  run_all(std::move(tasks));
  EXPECT_EQ(told_to_client(answers[0]), "completed");
  const auto id = answers[0]->view.payment.id;
  for (std::size_t i = 1; i < answers.size(); ++i) {
    EXPECT_EQ(told_to_client(answers[i]), "payment.already_open");
    EXPECT_EQ(answers[i].error().members, (std::vector<ErrorMember>{{"payment_id", id.to_text()}}));
  }
  EXPECT_EQ(store.payments.size(), 1u);
  EXPECT_EQ(shelf.available(1), 998);
  check_books();
}

TEST_F(TwoTabs, pay_the_basket_again_only_after_it_changed_or_nothing_came_of_it) {
  const auto pay = [&](std::string method) {
    return create(ada, {.current_basket = true, .payment_method = std::move(method)});
  };
  const auto declined = pay("pm_card_poor");
  EXPECT_EQ(told_to_client(pay("pm_card_visa")), "payment.already_open");
  ASSERT_TRUE(cancel(declined->view.payment.id));
  EXPECT_EQ(told_to_client(pay("pm_card_visa")), "completed");
  EXPECT_EQ(told_to_client(pay("pm_card_visa")), "payment.already_open");
  ++baskets.baskets[UserId(7)].snapshot.version;
  EXPECT_EQ(told_to_client(pay("pm_card_visa")), "completed");
  check_books();
}

TEST_F(TwoTabs, try_two_cards_and_one_is_charged) {
  const auto id = wait();
  Result<PaymentOutcome> first, second;
  std::vector<Task<>> tasks;
  tasks.push_back(process_with(id, "pm_card_visa", first));
  tasks.push_back(process_with(id, "pm_card_other", second));
  run_all(std::move(tasks));
  Answers answers{told_to_client(first), told_to_client(second)};
  std::ranges::sort(answers);
  EXPECT_EQ(answers, (Answers{"completed", "payment.not_processable"})) << "the second waits its turn";
  EXPECT_EQ(provider.keys_of("confirm").size(), 1u);
  EXPECT_EQ(stored().attempt, 1);
  check_books();
}

TEST_F(TwoTabs, do_not_wait_for_ever_for_each_other) {
  const auto id = wait();
  ASSERT_TRUE(run(payments.claim(id, "somebody", clock.at, clock.at + 15s)));
  EXPECT_EQ(told_to_client(process(id)), "payment.in_progress");
  EXPECT_EQ(told_to_client(cancel(id)), "payment.in_progress");
}

TEST_F(TwoTabs, pay_and_cancel_and_one_of_them_wins) {
  for (const bool pay_first : {true, false}) {
    const auto id = wait();
    Result<PaymentOutcome> paid, cancelled;
    std::vector<Task<>> tasks;
    if (pay_first) tasks.push_back(process_with(id, "pm_card_visa", paid));
    tasks.push_back(give_up(id, cancelled));
    if (!pay_first) tasks.push_back(process_with(id, "pm_card_visa", paid));
    run_all(std::move(tasks));
    const bool sold = stored(id).state == S::completed;
    EXPECT_EQ(told_to_client(paid), sold ? "completed" : "payment.not_processable");
    EXPECT_EQ(told_to_client(cancelled), sold ? "payment.not_cancellable" : "cancelled");
  }
  check_books();
}

TEST_F(TwoTabs, and_the_recovery_worker_do_not_work_on_the_same_payment) {
  const auto id = wait();
  clock.at += 840s - 1s;
  Result<PaymentOutcome> paid;
  std::vector<Task<>> tasks;
  tasks.push_back(process_with(id, "pm_card_visa", paid));
  for (int i = 0; i < 3; ++i) tasks.push_back(recover_round());
  run_all(std::move(tasks));
  EXPECT_EQ(told_to_client(paid), "completed");
  EXPECT_EQ(provider.calls.size(), 3u);
  check_books();
}

TEST_F(TwoTabs, two_recovery_rounds_share_the_work) {
  settings.request_budget = 0ms;
  start();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(buy());
  std::vector<Task<>> tasks;
  for (int i = 0; i < 3; ++i) tasks.push_back(recover_round());
  run_all(std::move(tasks));
  for (const auto& [id, row] : store.payments) EXPECT_EQ(row.payment.state, S::completed);
  EXPECT_EQ(provider.keys_of("capture").size(), 20u);
  check_books();
}

TEST_F(TwoTabs, of_two_users_do_not_meet) {
  const auto id = wait();
  const auto process =
      run(application->commands.process_payment.handle(bob, ProcessPayment{id, "pm_card_visa", {}, &test::render}));
  EXPECT_EQ(told_to_client(process), "payment.not_found");
  const auto cancel = run(application->commands.cancel_payment.handle(bob, CancelPayment{id, {}, &test::render}));
  EXPECT_EQ(told_to_client(cancel), "payment.not_found");
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(stored().version, 2);
}

}  // namespace
}  // namespace ddd::payment
