#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;
using test::under_key;

/// The same request again, under the same idempotency key. Answers that were final are replayed before a use case is
/// asked; here is what happens to the others.
class Repeating : public testing::Test, protected test::Till {
 protected:
  static CreatePayment two_mugs(std::string method = "pm_card_visa") {
    return {.product_id = ProductId(1), .quantity = 2, .payment_method = std::move(method)};
  }
  void basket() { baskets.baskets[UserId(7)] = {{BasketId::restore("bsk_1"), 3}, {{ProductId(1), 2}}}; }

  Task<> create_into(const CallContext& call, CreatePayment command, Result<PaymentOutcome>& answer) {
    command.render = &test::render;
    answer = co_await application->commands.create_payment.handle(call, std::move(command));
  }
  /// The same request twice at the same time.
  std::vector<std::string> create_twice(const CallContext& call, const CreatePayment& command) {
    Result<PaymentOutcome> first, second;
    std::vector<Task<>> tasks;
    tasks.push_back(create_into(call, command, first));
    tasks.push_back(create_into(call, command, second));
    ddd::test::await(context, when_all(std::move(tasks)));
    return {told_to_client(first), told_to_client(second)};
  }

  const CallContext keyed = under_key(ada);
};

TEST_F(Repeating, finds_the_answer_that_was_given_with_the_effect) {
  const auto outcome = create(keyed, two_mugs());
  EXPECT_EQ(answer_of(), test::render(keyed, *outcome));
  EXPECT_EQ(answer_of()->body, "completed");
  EXPECT_EQ(answer_of()->etag, std::to_string(stored().version));
}

TEST_F(Repeating, finds_a_decline_and_a_wait_answered_too) {
  EXPECT_EQ(told_to_client(create(under_key(ada, "key of the decline"), two_mugs("pm_card_poor"))), "payment.declined");
  EXPECT_EQ(answer_of("key of the decline")->body, "payment.declined");
  EXPECT_EQ(told_to_client(create(under_key(ada, "key of the waiting"), two_mugs(""))), "stock_reserved");
  EXPECT_EQ(answer_of("key of the waiting")->body, "stock_reserved");
}

TEST_F(Repeating, goes_on_with_the_payment_that_was_begun) {
  provider.fail_next("confirm", Fault::lost_answer);
  const auto first = create(keyed, two_mugs());
  EXPECT_EQ(told_to_client(first), "confirming");
  EXPECT_FALSE(answer_of());
  const auto second = create(keyed, two_mugs());
  EXPECT_EQ(told_to_client(second), "completed");
  EXPECT_TRUE(second->is_new);
  EXPECT_EQ(second->view.payment.id, first->view.payment.id);
  EXPECT_EQ(answer_of()->body, "completed");
  check_books();
}

TEST_F(Repeating, tells_how_it_ended_meanwhile) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(create(keyed, two_mugs()));
  settle();
  const auto repeated = create(keyed, two_mugs());
  EXPECT_EQ(told_to_client(repeated), "completed");
  EXPECT_EQ(store.payments.size(), 1u);
}

TEST_F(Repeating, does_not_even_look_at_the_request_again) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(create(keyed, two_mugs()));
  shelf.has(1, 0, 5);
  users.all_valid = false;
  EXPECT_EQ(told_to_client(create(keyed, two_mugs())), "completed");
}

TEST_F(Repeating, at_the_same_time_makes_one_payment_and_the_other_waits_for_its_answer) {
  EXPECT_EQ(create_twice(keyed, two_mugs()),
            (std::vector<std::string>{"completed", std::string(store_errors::kDuplicateKey)}));
  EXPECT_EQ(store.payments.size(), 1u);
  EXPECT_EQ(provider.intents.size(), 1u);
  check_books();
}

TEST_F(Repeating, at_the_same_time_for_a_basket_is_no_clash_of_the_request_with_itself) {
  basket();
  EXPECT_EQ(create_twice(keyed, {.current_basket = true, .payment_method = "pm_card_visa"}),
            (std::vector<std::string>{"completed", std::string(store_errors::kDuplicateKey)}));
  EXPECT_EQ(store.payments.size(), 1u);
}

TEST_F(Repeating, while_somebody_works_on_the_payment_waits_for_the_answer) {
  provider.fail_next("confirm", Fault::lost_answer);
  ASSERT_TRUE(create(keyed, two_mugs()));
  ASSERT_TRUE(run(payments.claim(stored().id, "somebody", clock.at, clock.at + 15s)));
  EXPECT_EQ(told_to_client(create(keyed, two_mugs())), store_errors::kDuplicateKey);
}

TEST_F(Repeating, of_what_was_refused_before_anything_was_written_is_a_new_try) {
  shelf.has(1, 1);
  EXPECT_EQ(told_to_client(create(keyed, two_mugs())), "payment.insufficient_stock");
  shelf.has(1, 2);
  EXPECT_EQ(told_to_client(create(keyed, two_mugs())), "completed");
}

TEST_F(Repeating, is_told_apart_for_two_users_with_the_same_key) {
  EXPECT_EQ(told_to_client(create(keyed, two_mugs())), "completed");
  EXPECT_EQ(told_to_client(create(under_key(bob), two_mugs())), "completed");
  EXPECT_EQ(store.payments.size(), 2u);
}

TEST_F(Repeating, a_try_of_a_method_goes_on_with_that_try) {
  const auto id = create(ada, two_mugs(""))->view.payment.id;
  const ProcessPayment command{.id = id, .payment_method = "pm_card_visa", .return_url = {}, .render = &test::render};
  provider.fail_next("capture", Fault::lost_answer);
  const auto process = [&] { return run(application->commands.process_payment.handle(keyed, command)); };
  EXPECT_EQ(told_to_client(process()), "capturing");
  EXPECT_EQ(told_to_client(process()), "completed");
  EXPECT_EQ(answer_of()->body, "completed");
  EXPECT_EQ(answer_of()->status, 200);
  EXPECT_EQ(provider.keys_of("confirm").size(), 1u);
}

TEST_F(Repeating, a_cancellation_goes_on_with_it) {
  const auto id = create(ada, two_mugs("pm_card_3ds"))->view.payment.id;
  const CancelPayment command{.id = id, .reason = {}, .render = &test::render};
  const auto cancel = [&] { return run(application->commands.cancel_payment.handle(keyed, command)); };
  provider.fail_next("cancel", Fault::not_executed);
  EXPECT_EQ(told_to_client(cancel()), "cancelling");
  EXPECT_FALSE(answer_of());
  EXPECT_EQ(told_to_client(cancel()), "cancelled");
  EXPECT_EQ(answer_of()->body, "cancelled");
  check_books();
}

TEST_F(Repeating, until_it_is_answered_buys_exactly_once_wherever_the_process_dies) {
  for (std::int64_t pass = 1;; ++pass) {
    test::Till till;
    const auto buy = [&] { return till.create(keyed, two_mugs()); };
    till.mortality.die_at(pass);
    try {
      static_cast<void>(buy());
      break;
    } catch (const test::Death&) {
    }
    till.mortality.die_at(0);
    till.start();
    const auto repeated = buy();
    // The answer may have been stored in the last moment; then it would have been replayed.
    if (!repeated) EXPECT_EQ(repeated.error().code, store_errors::kDuplicateKey) << pass;
    EXPECT_EQ(till.answer_of()->body, "completed") << pass;
    EXPECT_EQ(till.store.payments.size(), 1u) << pass;
    EXPECT_EQ(till.shelf.reservations.size(), 1u) << pass;
    till.settle();
    till.check_books();
    ASSERT_FALSE(HasFailure()) << pass;
  }
}

}  // namespace
}  // namespace ddd::payment
