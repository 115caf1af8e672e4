#include <algorithm>

#include <gtest/gtest.h>
#include <payment/support/as_text.hpp>
#include <payment/support/values.hpp>
#include <rapidcheck/gtest.h>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using test::as_text;
using test::kStart;
using test::method_id;
using test::visa;

class AWallet : public testing::Test {
 protected:
  Result<> add(std::uint64_t number, bool as_default = false) {
    return wallet.add(method_id(number), "pm_card_" + std::to_string(number), visa(), as_default, kStart);
  }
  std::string default_method() {
    for (const auto& method : wallet.state().methods) {
      if (method.is_default) return method.id.to_text();
    }
    return "none";
  }

  Wallet wallet = Wallet::empty(UserId(7));
};

TEST_F(AWallet, makes_the_first_method_the_default_and_keeps_it_so) {
  ASSERT_TRUE(add(1));
  ASSERT_TRUE(add(2));
  EXPECT_EQ(default_method(), "pm_1");
  EXPECT_TRUE(wallet.find(method_id(1))->is_active);
  EXPECT_EQ(wallet.find(method_id(1))->card, visa());
}

TEST_F(AWallet, makes_a_method_the_default_when_it_is_added_as_such_or_later) {
  ASSERT_TRUE(add(1));
  ASSERT_TRUE(add(2, true));
  EXPECT_EQ(default_method(), "pm_2");
  ASSERT_TRUE(wallet.make_default(method_id(1), kStart + 1s));
  EXPECT_EQ(default_method(), "pm_1");
  EXPECT_EQ(wallet.find(method_id(1))->updated_at, kStart + 1s);
  EXPECT_EQ(wallet.find(method_id(2))->updated_at, kStart + 1s);
}

TEST_F(AWallet, changes_nothing_when_the_default_stays) {
  ASSERT_TRUE(add(1));
  ASSERT_TRUE(add(2));
  const auto before = as_text(wallet.state());
  ASSERT_TRUE(wallet.make_default(method_id(1), kStart + 1s));
  ASSERT_TRUE(wallet.set_active(method_id(2), true, kStart + 1s));
  EXPECT_EQ(as_text(wallet.state()), before);
}

TEST_F(AWallet, passes_the_default_on_to_the_oldest_active_one) {
  for (std::uint64_t number = 1; number <= 4; ++number) ASSERT_TRUE(add(number));
  ASSERT_TRUE(wallet.set_active(method_id(2), false, kStart));
  ASSERT_TRUE(wallet.set_active(method_id(1), false, kStart));
  EXPECT_EQ(default_method(), "pm_3");
  ASSERT_TRUE(wallet.remove(method_id(3), kStart));
  EXPECT_EQ(default_method(), "pm_4");
  ASSERT_TRUE(wallet.set_active(method_id(4), false, kStart));
  EXPECT_EQ(default_method(), "none");
  ASSERT_TRUE(wallet.set_active(method_id(2), true, kStart));
  EXPECT_EQ(default_method(), "pm_2");
}

TEST_F(AWallet, has_no_inactive_default) {
  ASSERT_TRUE(add(1));
  ASSERT_TRUE(add(2));
  ASSERT_TRUE(wallet.set_active(method_id(2), false, kStart));
  EXPECT_EQ(wallet.make_default(method_id(2), kStart).error().code, "payment_method.inactive");
  EXPECT_EQ(default_method(), "pm_1");
}

TEST_F(AWallet, knows_only_its_own_methods) {
  ASSERT_TRUE(add(1));
  EXPECT_EQ(wallet.find(method_id(9)).error().code, "payment_method.not_found");
  EXPECT_EQ(wallet.make_default(method_id(9), kStart).error().code, "payment_method.not_found");
  EXPECT_EQ(wallet.set_active(method_id(9), true, kStart).error().code, "payment_method.not_found");
  EXPECT_EQ(wallet.remove(method_id(9), kStart).error().code, "payment_method.not_found");
}

TEST_F(AWallet, holds_twenty_methods_and_no_more) {
  for (std::uint64_t number = 1; number <= 20; ++number) ASSERT_TRUE(add(number));
  const auto before = as_text(wallet.state());
  EXPECT_EQ(add(21, true).error().code, "payment_method.too_many");
  EXPECT_EQ(as_text(wallet.state()), before);
  EXPECT_EQ(wallet.events().pending().size(), 20u);
  ASSERT_TRUE(wallet.remove(method_id(20), kStart));
  EXPECT_TRUE(add(21));
}

TEST_F(AWallet, tells_of_methods_added_and_removed) {
  ASSERT_TRUE(add(1));
  ASSERT_TRUE(wallet.set_active(method_id(1), false, kStart));
  ASSERT_TRUE(wallet.remove(method_id(1), kStart));
  const auto& events = wallet.events().pending();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(std::get<PaymentMethodAdded>(events[0]).payment_method_id, "pm_1");
  EXPECT_EQ(std::get<PaymentMethodRemoved>(events[1]).payment_method_id, "pm_1");
  wallet.mark_saved();
  EXPECT_EQ(wallet.version(), 1);
  EXPECT_EQ(wallet.state().event_sequence, 2);
  EXPECT_TRUE(wallet.events().pending().empty());
}

TEST(ProviderTokens, begin_with_pm_and_are_words) {
  EXPECT_TRUE(is_provider_token("pm_card_visa"));
  EXPECT_TRUE(is_provider_token("pm_1"));
  EXPECT_TRUE(is_provider_token("pm_" + std::string(64, 'x')));
  EXPECT_FALSE(is_provider_token("pm_" + std::string(65, 'x')));
  for (const auto* text : {"", "pm_", "tok_visa", "PM_card", "pm_card visa", "pm_card-visa", "pm_\xc3\xa9", " pm_1"}) {
    EXPECT_FALSE(is_provider_token(text)) << text;
  }
}

/// Whatever its owner may try. Refusals are part of the game: they leave the wallet as it was.
void do_anything(Wallet& wallet, int number) {
  const auto id = method_id(*rc::gen::inRange<std::uint64_t>(0, 26));
  const auto before = as_text(wallet.state());
  const auto kept = [&](const Result<>& result) { RC_ASSERT(result || as_text(wallet.state()) == before); };
  switch (*rc::gen::weightedElement<int>({{5, 0}, {2, 1}, {3, 2}, {2, 3}})) {
    case 0:
      if (wallet.find(id)) return;
      return kept(wallet.add(id, "pm_x", visa(), *rc::gen::arbitrary<bool>(), kStart + std::chrono::seconds(number)));
    case 1:
      return kept(wallet.make_default(id, kStart));
    case 2:
      return kept(wallet.set_active(id, *rc::gen::arbitrary<bool>(), kStart));
    default:
      return kept(wallet.remove(id, kStart));
  }
}

RC_GTEST_PROP(WalletLaws, exactly_one_active_method_is_the_default_while_there_is_an_active_one, ()) {
  auto wallet = Wallet::empty(UserId(7));
  const auto steps = *rc::gen::inRange(0, 100);
  for (int step = 0; step < steps; ++step) {
    do_anything(wallet, step);
    const auto& methods = wallet.state().methods;
    const auto defaults = std::ranges::count_if(methods, &PaymentMethod::is_default);
    RC_ASSERT(defaults == (std::ranges::any_of(methods, &PaymentMethod::is_active) ? 1 : 0));
    RC_ASSERT(std::ranges::all_of(methods, [](const auto& each) { return !each.is_default || each.is_active; }));
    RC_ASSERT(methods.size() <= Wallet::kMostMethods);
    RC_ASSERT(std::ranges::is_sorted(methods, {}, &PaymentMethod::created_at));
  }
}

}  // namespace
}  // namespace ddd::payment
