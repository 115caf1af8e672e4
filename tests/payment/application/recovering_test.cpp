#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::Fault;
using test::Till;
using test::told_to_client;

class Recovering : public testing::Test, protected Till {};

TEST_F(Recovering, finishes_what_a_request_had_no_time_for) {
  settings.request_budget = 0ms;
  start();
  EXPECT_EQ(told_to_client(buy()), "stock_reserved");
  EXPECT_EQ(schedule().lease_owner, "");
  EXPECT_EQ(schedule().next_action_at, clock.at);
  EXPECT_EQ(recover(), 1u);
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

TEST_F(Recovering, goes_on_when_the_lease_has_run_out_and_not_before) {
  for (int save = 0; save < 4; ++save) {
    payments.spared = 1 + save;  // the payment is added, then saved
    payments.unavailable = 1;
    EXPECT_EQ(told_to_client(buy()), "store.unavailable") << save;
    EXPECT_EQ(recover_after(15s - 1us), 0u);
    EXPECT_EQ(recover_after(1us), 1u);
  }
  for (const auto& [id, row] : store.payments) EXPECT_EQ(row.payment.state, S::completed);
  EXPECT_EQ(store.payments.size(), 4u);
  check_books();
}

TEST_F(Recovering, leaves_alone_what_somebody_else_has_saved_and_tells_how_that_stands) {
  // Somebody else saved the payment while the provider was asked to hold the money.
  provider.on_key = [this](const std::string& key) {
    if (!key.ends_with(":confirm:1")) return;
    ++store.payments.begin()->second.payment.version;
    provider.on_key = nullptr;
  };
  EXPECT_EQ(told_to_client(buy()), "confirming");
  EXPECT_EQ(stored().state, S::confirming);
  EXPECT_TRUE(provider.keys_of("capture").empty());
  settle();
  EXPECT_EQ(stored().state, S::completed);
  check_books();
}

TEST_F(Recovering, takes_many_payments_in_bounded_rounds) {
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(create(ada, {.product_id = ProductId(1), .quantity = 1}));
  clock.at += 840s;
  EXPECT_EQ(recover(), 32u);
  EXPECT_EQ(recover(), 8u);
  EXPECT_EQ(recover(), 0u);
  for (const auto& [id, row] : store.payments) EXPECT_EQ(row.payment.state, S::expired);
}

TEST_F(Recovering, looks_after_a_buyer_on_the_banks_page_every_now_and_then) {
  ASSERT_TRUE(buy("pm_card_3ds"));
  EXPECT_EQ(recover_after(15s - 1us), 0u);
  EXPECT_EQ(recover_after(1us), 1u);
  EXPECT_EQ(stored().state, S::requires_action);
  EXPECT_EQ(stored().version, 4);
  provider.act("pi_1", true);
  settle();
  EXPECT_EQ(stored().state, S::completed);
  EXPECT_LT(clock.at, stored().created_at + 120s);
  check_books();
}

// The process dies wherever it can.

using Story = std::function<void(Till&)>;

void buy_with(Till& till, const std::string& method) {
  static_cast<void>(till.buy(method));
}
void buy_after_a_decline(Till& till) {
  const auto declined = till.buy("pm_card_poor");
  if (declined) static_cast<void>(till.process(declined->view.payment.id));
}
void buy_and_cancel(Till& till) {
  const auto opened = till.buy("pm_card_3ds");
  if (opened) static_cast<void>(till.cancel(opened->view.payment.id));
}
void buy_without_certainty(Till& till) {
  till.provider.fail_next("create", Fault::lost_answer);
  till.provider.fail_next("confirm", Fault::lost_request);
  till.provider.fail_next("capture", Fault::lost_answer);
  static_cast<void>(till.buy());
}
void lose_the_reservation(Till& till) {
  till.shelf.lose_all = true;
  static_cast<void>(till.buy());
}

/// False if it died.
bool survives(Till& till, const Story& story) {
  try {
    story(till);
    return true;
  } catch (const test::Death&) {
    return false;
  }
}

struct Named {
  std::string name;
  Story story;
};
class DyingAnywhere : public testing::TestWithParam<Named> {};
INSTANTIATE_TEST_SUITE_P(
    During, DyingAnywhere,
    testing::Values(Named{"a_purchase", [](Till& till) { buy_with(till, "pm_card_visa"); }},
                    Named{"a_decline", [](Till& till) { buy_with(till, "pm_card_poor"); }},
                    Named{"a_wait_for_the_bank", [](Till& till) { buy_with(till, "pm_card_3ds"); }},
                    Named{"a_second_try", &buy_after_a_decline}, Named{"a_cancellation", &buy_and_cancel},
                    Named{"uncertainty", &buy_without_certainty}, Named{"a_lost_reservation", &lose_the_reservation}),
    [](const auto& info) { return info.param.name; });

TEST_P(DyingAnywhere, leaves_nothing_that_the_next_process_does_not_bring_to_its_end) {
  std::int64_t deaths = 0;
  for (;; ++deaths) {
    Till till;
    till.mortality.die_at(deaths + 1);
    if (survives(till, GetParam().story)) break;
    SCOPED_TRACE("died at pass " + std::to_string(deaths + 1));
    till.mortality.die_at(0);
    till.clock.at += 1s;
    till.start();
    till.settle();
    till.check_books();
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(deaths, 10);
}

TEST_P(DyingAnywhere, and_again_while_it_recovers_leaves_nothing_either) {
  for (std::int64_t first = 1;; first += 3) {
    Till till;
    till.mortality.die_at(first);
    if (survives(till, GetParam().story)) break;
    std::int64_t second = 0;
    // Each process comes a little further than the one before it.
    for (bool alive = false; !alive;) {
      till.mortality.die_at(second += 2);
      alive = survives(till, [](Till& next) {
        next.clock.at += 1s;
        next.start();
        next.settle();
      });
    }
    SCOPED_TRACE("died first at pass " + std::to_string(first));
    till.check_books();
    ASSERT_FALSE(HasFailure());
  }
}

TEST_F(Recovering, sells_exactly_once_wherever_the_process_dies) {
  for (std::int64_t pass = 1;; ++pass) {
    Till till;
    till.mortality.die_at(pass);
    if (survives(till, [](Till& each) { buy_with(each, "pm_card_visa"); })) break;
    till.mortality.die_at(0);
    till.start();
    till.settle();
    if (till.store.payments.empty()) continue;  // died before it began
    EXPECT_EQ(till.stored().state, S::completed) << pass;
    EXPECT_EQ(till.provider.intents.size(), 1u) << pass;
    EXPECT_EQ(till.shelf.available(1), 998) << pass;
    EXPECT_EQ(std::ranges::count(till.told(), "ddd.payment.completed.v1"), 1) << pass;
  }
}

}  // namespace
}  // namespace ddd::payment
