#include <payment/contract/store_suite.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using test::as_text;
using test::kStart;
using test::method_id;
using test::visa;

class WalletsInAStore : public test::StoreTest {
 protected:
  Result<> save(Wallet& wallet, SaveContext context = saving()) {
    return run(store->wallets().save(wallet, std::move(context)));
  }
  Wallet found(UserId user_id = UserId(7)) { return run(store->wallets().find(user_id)).value(); }
  Wallet saved(std::uint64_t methods = 2) {
    auto wallet = Wallet::empty(UserId(7));
    for (std::uint64_t number = 1; number <= methods; ++number) {
      EXPECT_TRUE(wallet.add(method_id(number), "pm_card_" + std::to_string(number), visa(), false, kStart));
    }
    EXPECT_TRUE(save(wallet));
    return wallet;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, WalletsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(WalletsInAStore, of_users_who_have_none_are_empty) {
  saved();
  const auto wallet = found(UserId(8));
  EXPECT_EQ(wallet.user_id(), UserId(8));
  EXPECT_EQ(wallet.version(), 0);
  EXPECT_TRUE(wallet.state().methods.empty());
}

TEST_P(WalletsInAStore, keep_every_field_and_the_order) {
  auto wallet = Wallet::empty(UserId(7));
  ASSERT_TRUE(wallet.add(method_id(9), "pm_z", visa(), false, kStart + 1us));
  ASSERT_TRUE(
      wallet.add(method_id(3), "pm_a",
                 {.brand = "Zo\xc3\xab'; --", .last_four_digits = "0005", .expiry_month = 1, .expiry_year = 2099}, true,
                 kStart + 2us));
  ASSERT_TRUE(wallet.add(method_id(5), "pm_m", visa(), false, kStart + 3us));
  ASSERT_TRUE(wallet.set_active(method_id(9), false, kStart + 4us));
  ASSERT_TRUE(save(wallet));
  EXPECT_EQ(wallet.version(), 1);
  EXPECT_EQ(as_text(found().state()), as_text(wallet.state()));
}

TEST_P(WalletsInAStore, are_replaced_by_a_save) {
  auto wallet = saved(20);
  ASSERT_TRUE(wallet.remove(method_id(1), kStart));
  ASSERT_TRUE(wallet.remove(method_id(10), kStart));
  ASSERT_TRUE(wallet.make_default(method_id(20), kStart));
  ASSERT_TRUE(save(wallet));
  EXPECT_EQ(as_text(found().state()), as_text(wallet.state()));
  for (std::uint64_t number = 2; number <= 20; ++number) {
    if (number != 10) ASSERT_TRUE(wallet.remove(method_id(number), kStart));
  }
  ASSERT_TRUE(save(wallet));
  EXPECT_EQ(found().version(), 3);
  EXPECT_TRUE(found().state().methods.empty());
}

TEST_P(WalletsInAStore, saved_from_a_stale_state_write_nothing_at_all) {
  auto mine = saved();
  auto theirs = found();
  ASSERT_TRUE(theirs.remove(method_id(1), kStart));
  ASSERT_TRUE(save(theirs));
  ASSERT_TRUE(mine.add(method_id(3), "pm_3", visa(), false, kStart));
  EXPECT_EQ(save(mine).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(as_text(found().state()), as_text(theirs.state()));
  EXPECT_EQ(told().size(), 3u);
}

TEST_P(WalletsInAStore, begun_twice_are_one) {
  saved();
  auto second = Wallet::empty(UserId(7));
  ASSERT_TRUE(second.add(method_id(3), "pm_3", visa(), false, kStart));
  EXPECT_EQ(save(second).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(found().state().methods.size(), 2u);
}

TEST_P(WalletsInAStore, tell_their_events_with_the_save) {
  auto wallet = saved(1);
  ASSERT_TRUE(wallet.remove(method_id(1), kStart));
  ASSERT_TRUE(save(wallet));
  const auto events = told();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].type, "ddd.payment.method_added.v1");
  EXPECT_EQ(events[1].type, "ddd.payment.method_removed.v1");
  EXPECT_EQ(events[1].topic, "payment-events");
  EXPECT_EQ(events[1].subject, "wallet/7");
  EXPECT_EQ(events[1].key, "7");
  EXPECT_EQ(events[1].sequence, 2);
  EXPECT_EQ(events[1].aggregate_version, 2);
}

TEST_P(WalletsInAStore, keep_an_idempotency_record_with_the_save) {
  const IdempotencyRecord record{.key = {.user_id = UserId(7), .key = "0123456789abcdef", .fingerprint = "f"},
                                 .resource_id = "pm_1",
                                 .answer = StoredAnswer{.body = "{}"},
                                 .created_at = kStart};
  auto wallet = saved(1);
  auto context = saving();
  context.idempotency = record;
  ASSERT_TRUE(wallet.add(method_id(2), "pm_2", visa(), false, kStart));
  ASSERT_TRUE(save(wallet, context));
  EXPECT_EQ(run(store->idempotency().find(UserId(7), "0123456789abcdef")).value(), record);
  ASSERT_TRUE(wallet.remove(method_id(2), kStart));
  EXPECT_EQ(save(wallet, context).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(found().state().methods.size(), 2u);
  EXPECT_EQ(told().size(), 2u);
}

TEST_P(WalletsInAStore, are_the_same_after_a_restart) {
  const auto wallet = saved(3);
  store->reopen();
  EXPECT_EQ(as_text(found().state()), as_text(wallet.state()));
}

}  // namespace
}  // namespace ddd::payment
