#include <algorithm>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::told_to_client;

/// A provider that failed inside and repeats its failure under the key for ever.
class SpentKeys : public testing::Test, protected test::Till {
 protected:
  /// The operation's keys without repetitions, by their last part: "create:1".
  std::vector<std::string> numbers_of(const std::string& operation) {
    std::vector<std::string> numbers;
    for (const auto& key : provider.keys_of(operation)) numbers.push_back(key.substr(key.find(':') + 1));
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    return numbers;
  }
  /// Round by round until the operation is sent under another key; when that was.
  Timestamp::duration time_of_second_key(const std::string& operation) {
    const auto begun = clock.at;
    while (numbers_of(operation).size() < 2) {
      if (!schedule().next_action_at || clock.at > begun + 1h) return Timestamp::duration::max();
      clock.at = *schedule().next_action_at;
      recover();
    }
    return clock.at - begun;
  }
  PaymentId declined() { return buy("pm_card_poor")->view.payment.id; }
  using Numbers = std::vector<std::string>;
};

TEST_F(SpentKeys, of_a_create_that_did_nothing_are_replaced_after_ten_minutes) {
  provider.fail_next("create", Fault::stuck);
  EXPECT_EQ(told_to_client(buy()), "stock_reserved");
  EXPECT_EQ(time_of_second_key("create"), 10min);
  settle();
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(numbers_of("create"), (Numbers{"create:1", "create:2"}));
  EXPECT_EQ(provider.intents.size(), 1u);
  check_books();
}

TEST_F(SpentKeys, of_a_create_that_worked_are_not_replaced_and_its_intent_is_found) {
  provider.fail_next("create", Fault::stuck_done);
  EXPECT_EQ(told_to_client(buy()), "stock_reserved");
  EXPECT_EQ(recover_after(1s), 1u);
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(numbers_of("create"), Numbers{"create:1"});
  EXPECT_EQ(provider.intents.size(), 1u);
  check_books();
}

TEST_F(SpentKeys, of_a_capture_that_did_nothing_are_replaced_after_ten_minutes) {
  provider.fail_next("capture", Fault::stuck);
  EXPECT_EQ(told_to_client(buy()), "capturing");
  const auto since = stored().uncertain_since;
  EXPECT_EQ(time_of_second_key("capture"), 10min);
  EXPECT_EQ(stored().state, S::completed) << "under the new key";
  EXPECT_TRUE(since);
  settle();
  EXPECT_EQ(numbers_of("capture"), (Numbers{"capture:1", "capture:2"}));
  check_books();
}

TEST_F(SpentKeys, leave_a_payment_uncertain_from_the_first_failure_on) {
  provider.fail_next("capture", Fault::stuck);
  ASSERT_TRUE(buy());
  const auto since = stored().uncertain_since;
  ASSERT_TRUE(since);
  for (int round = 0; round < 10; ++round) {
    recover_after(50s);
    EXPECT_EQ(stored().uncertain_since, since);
  }
}

TEST_F(SpentKeys, of_a_capture_that_took_the_money_are_not_replaced) {
  provider.fail_next("capture", Fault::stuck_done);
  ASSERT_TRUE(buy());
  settle();
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(numbers_of("capture"), Numbers{"capture:1"});
  check_books();
}

TEST_F(SpentKeys, of_a_cancel_that_did_nothing_are_replaced_after_ten_minutes) {
  const auto id = declined();
  provider.fail_next("cancel", Fault::stuck);
  EXPECT_EQ(told_to_client(cancel(id)), "cancelling");
  EXPECT_EQ(time_of_second_key("cancel"), 10min);
  settle();
  EXPECT_EQ(stored().state, S::cancelled);
  EXPECT_EQ(numbers_of("cancel"), (Numbers{"cancel:1", "cancel:2"}));
  check_books();
}

TEST_F(SpentKeys, of_a_cancel_that_worked_are_not_replaced) {
  const auto id = declined();
  provider.fail_next("cancel", Fault::stuck_done);
  ASSERT_TRUE(cancel(id));
  EXPECT_EQ(recover_after(1s), 1u);
  EXPECT_EQ(stored().state, S::cancelled);
  EXPECT_EQ(numbers_of("cancel"), Numbers{"cancel:1"});
  check_books();
}

TEST_F(SpentKeys, of_a_create_let_a_cancel_end_once_there_provably_is_no_intent) {
  provider.fail_next("create", Fault::stuck);
  const auto id = buy()->view.payment.id;
  EXPECT_EQ(told_to_client(cancel(id)), "cancelling");
  const auto begun = clock.at;
  settle();
  EXPECT_EQ(stored().state, S::cancelled);
  EXPECT_EQ(clock.at - begun, 10min);
  EXPECT_TRUE(provider.intents.empty());
  check_books();
}

TEST_F(SpentKeys, of_a_create_that_worked_let_a_cancel_find_the_intent_and_end_it) {
  provider.fail_next("create", Fault::stuck_done);
  const auto id = buy()->view.payment.id;
  EXPECT_EQ(told_to_client(cancel(id)), "cancelled");
  EXPECT_EQ(provider.intent().facts.status, IntentStatus::canceled);
  check_books();
}

TEST_F(SpentKeys, outlive_a_restart) {
  provider.fail_next("capture", Fault::stuck);
  ASSERT_TRUE(buy());
  clock.at += 10min;
  for (int death = 1; death <= 8; ++death) {
    mortality.die_at(death);
    try {
      recover();
    } catch (const test::Death&) {
    }
    mortality.die_at(0);
    start();
  }
  settle();
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_EQ(numbers_of("capture"), (Numbers{"capture:1", "capture:2"}));
  check_books();
}

TEST_F(SpentKeys, are_no_reason_to_wait_for_ever_for_a_provider_that_does_nothing) {
  provider.fail_next("create", Fault::not_executed, 1000);
  ASSERT_TRUE(buy());
  settle();
  EXPECT_EQ(stored().state, S::expired);
  EXPECT_TRUE(provider.intents.empty());
  EXPECT_GE(clock.at, stored().expires_at);
  provider.heal();
  check_books();
}

}  // namespace
}  // namespace ddd::payment
