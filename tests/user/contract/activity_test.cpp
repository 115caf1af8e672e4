#include <user/contract/stores.hpp>

#include <ddd/user/domain/risk.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using enum RiskSignal;

class ActivityInAStore : public test::StoreTest {
 protected:
  Risk risk_of(UserId id) { return run(store->risks().find(id)).value(); }
  HeldData held(UserId id) { return run(store->views().everything(id)).value().value(); }
  static SaveContext with_inbox(const EventId& id) {
    auto context = saving();
    context.inbox = InboxEntry{.consumer = "user.count_orders", .event_id = id};
    return context;
  }
  void erase(User user) {
    user.erase();
    ASSERT_TRUE(run(store->users().save(user, {}, saving())));
  }

  const User ada = added();
  const User bob = added("bob@example.com");
};
INSTANTIATE_TEST_SUITE_P(Every, ActivityInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(ActivityInAStore, counts_orders_and_keeps_the_latest_time) {
  EXPECT_FALSE(held(ada.id()).orders);
  EXPECT_EQ(run(store->orders().add(ada.id(), kStart + 2h, saving())), true);
  EXPECT_EQ(run(store->orders().add(ada.id(), kStart + 1h, saving())), true);
  EXPECT_EQ(held(ada.id()).orders, (OrderCount{.count = 2, .last_at = kStart + 2h}));
  EXPECT_FALSE(held(bob.id()).orders);
}

TEST_P(ActivityInAStore, counts_an_event_once) {
  const auto event = ids.make<EventId>();
  ASSERT_TRUE(run(store->orders().add(ada.id(), kStart, with_inbox(event))));
  EXPECT_EQ(run(store->orders().add(ada.id(), kStart, with_inbox(event))).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(held(ada.id()).orders->count, 1);
}

TEST_P(ActivityInAStore, keeps_nothing_of_accounts_that_are_gone) {
  EXPECT_EQ(run(store->orders().add(UserId(99), kStart, saving())), false);
  auto risk = Risk::none(UserId(99));
  risk.note(payment_disputed, kStart);
  EXPECT_EQ(run(store->risks().save(risk, saving())).error().code, "user.not_found");
  EXPECT_TRUE(risk.has_changes());
}

TEST_P(ActivityInAStore, finds_risks_as_they_were_saved_and_tells_warnings) {
  EXPECT_EQ(risk_of(ada.id()).version(), 0);
  auto risk = risk_of(ada.id());
  risk.note(payment_failed, kStart);
  ASSERT_TRUE(run(store->risks().save(risk, saving())));
  const auto before = told().size();
  risk.note(payment_disputed, kStart + 1min);
  ASSERT_TRUE(run(store->risks().save(risk, saving())));

  const auto found = risk_of(ada.id());
  EXPECT_EQ(found.version(), 2);
  EXPECT_EQ(found.state().event_sequence, 1);
  EXPECT_EQ(found.state().warned_at, kStart + 1min);
  EXPECT_EQ(found.state().signals,
            (std::vector<NotedSignal>{{payment_failed, kStart}, {payment_disputed, kStart + 1min}}));
  EXPECT_EQ(held(ada.id()).risk_signals, found.state().signals);
  const auto events = told();
  ASSERT_EQ(events.size(), before + 1);
  EXPECT_EQ(events.back().type, "ddd.user.login_suspicious.v1");
  EXPECT_EQ(events.back().subject, "risk/" + ada.id().to_text());
  EXPECT_EQ(events.back().data,
            "{\"user_id\":" + ada.id().to_text() + ",\"reason\":\"payment_disputed\",\"score\":135}");
}

TEST_P(ActivityInAStore, refuses_a_risk_of_a_stale_state) {
  auto mine = risk_of(ada.id());
  auto theirs = mine;
  mine.note(payment_failed, kStart);
  theirs.note(payment_disputed, kStart);
  ASSERT_TRUE(run(store->risks().save(mine, saving())));
  const auto before = told().size();
  EXPECT_EQ(run(store->risks().save(theirs, saving())).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(told().size(), before);
  EXPECT_EQ(risk_of(ada.id()).state().signals.size(), 1u);
}

TEST_P(ActivityInAStore, goes_with_the_account) {
  for (const auto& user : {ada, bob}) {
    ASSERT_TRUE(run(store->orders().add(user.id(), kStart, saving())));
    auto risk = risk_of(user.id());
    risk.note(payment_disputed, kStart);
    ASSERT_TRUE(run(store->risks().save(risk, saving())));
  }
  erase(ada);
  EXPECT_EQ(risk_of(ada.id()).version(), 0);
  EXPECT_EQ(risk_of(bob.id()).version(), 1);
  EXPECT_TRUE(held(bob.id()).orders);
}

TEST_P(ActivityInAStore, knows_the_accounts_whose_logins_failed_too_often) {
  const auto fail = [&](const char* email, int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(run(store->login_failures().add(Email::restore(email), kStart + std::chrono::seconds(i), kStart)));
    }
  };
  fail("ada@example.com", 3);
  fail("bob@example.com", 2);
  fail("nobody@example.com", 9);
  const auto found = [&](std::int64_t least, Timestamp since) {
    return run(store->login_failures().accounts_with(least, since)).value();
  };
  EXPECT_EQ(found(3, kStart), std::vector{ada.id()});
  EXPECT_EQ(found(2, kStart), (std::vector{ada.id(), bob.id()}));
  EXPECT_TRUE(found(3, kStart + 1s).empty());
}

}  // namespace
}  // namespace ddd::user
