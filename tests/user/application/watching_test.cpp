#include <gtest/gtest.h>
#include <user/support/accounts.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;

class WatchingAccounts : public testing::Test, protected test::Accounts {
 protected:
  WatchingAccounts() { ada = register_user()->id; }
  Result<Watching> see(UserId id, RiskSignal signal, std::optional<InboxEntry> event = std::nullopt) {
    return run(application.policies.watch_risk.handle(nobody, SignalSeen{id, signal, clock.at, std::move(event)}));
  }
  void watch_logins() { ASSERT_TRUE(run(application.commands.watch_logins.handle(nobody, WatchLogins{}))); }
  std::size_t warnings() {
    const auto types = told_types();
    return static_cast<std::size_t>(std::ranges::count(types, "ddd.user.login_suspicious.v1"));
  }

  UserId ada;
};

TEST_F(WatchingAccounts, warns_of_three_failed_payments_within_an_hour) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(see(ada, RiskSignal::payment_failed), Watching::noted);
    clock.at += 10min;
  }
  EXPECT_EQ(warnings(), 1u);
}

TEST_F(WatchingAccounts, has_no_use_for_signals_of_accounts_that_are_gone) {
  EXPECT_EQ(see(UserId(99), RiskSignal::payment_disputed), Watching::not_needed);
  EXPECT_EQ(warnings(), 0u);
}

TEST_F(WatchingAccounts, takes_an_event_down_once) {
  const InboxEntry event{"user.watch_risk", ids.make<EventId>()};
  EXPECT_EQ(see(ada, RiskSignal::payment_failed, event), Watching::noted);
  EXPECT_EQ(see(ada, RiskSignal::payment_failed, event).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(data.risks.at(ada).signals.size(), 1u);
}

TEST_F(WatchingAccounts, notices_passwords_being_tried_out_beside_the_logins) {
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(log_in("ada@example.com", "a guess"));
  watch_logins();
  EXPECT_EQ(warnings(), 0u);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(log_in("ada@example.com", "a guess"));
  EXPECT_EQ(warnings(), 0u) << "not while somebody waits for the answer";
  watch_logins();
  watch_logins();
  EXPECT_EQ(warnings(), 1u);
  clock.at += 2min;
  watch_logins();
  EXPECT_EQ(warnings(), 1u);
}

TEST_F(WatchingAccounts, does_not_mind_addresses_without_an_account) {
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(log_in("nobody@example.com", "a guess"));
  watch_logins();
  EXPECT_TRUE(data.risks.empty());
}

TEST_F(WatchingAccounts, counts_orders_of_accounts_that_are_there) {
  const auto paid = [&](UserId id) {
    return run(application.policies.count_orders.handle(
        nobody, OrderPaid{id, clock.at, {"user.count_orders", ids.make<EventId>()}}));
  };
  EXPECT_EQ(paid(ada), OrderCounting::done);
  EXPECT_EQ(paid(UserId(99)), OrderCounting::no_user);
  EXPECT_EQ(data.orders.at(ada), (OrderCount{.count = 1, .last_at = clock.at}));
}

TEST_F(WatchingAccounts, forgets_the_mails_of_an_erased_account) {
  ASSERT_TRUE(request_reset());
  ASSERT_TRUE(send_mails());
  ASSERT_EQ(mailer.sent.size(), 1u);
  EXPECT_EQ(mailer.sent[0].user_id, ada);
  const auto forget = [&](UserId id) {
    return run(application.policies.forget_mails.handle(nobody, AccountErased{id}));
  };
  ASSERT_TRUE(forget(UserId(99)));
  EXPECT_EQ(mailer.sent.size(), 1u);
  mailer.refusal = mail_errors::unavailable();
  EXPECT_EQ(forget(ada).error().code, "mail.unavailable") << "the event comes again";
  mailer.refusal.reset();
  ASSERT_TRUE(forget(ada));
  EXPECT_TRUE(mailer.sent.empty());
}

}  // namespace
}  // namespace ddd::user
