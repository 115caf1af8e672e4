#include <set>

#include <gtest/gtest.h>
#include <payment/support/values.hpp>

namespace ddd::payment {
namespace {

using S = PaymentState;
using test::all_states;

std::set<S> reachable_from(S start) {
  std::set<S> seen{start};
  std::vector<S> open{start};
  while (!open.empty()) {
    const auto state = open.back();
    open.pop_back();
    for (const auto next : all_states()) {
      if (can_follow(state, next) && seen.insert(next).second) open.push_back(next);
    }
  }
  return seen;
}

TEST(PaymentStates, have_names_of_their_own_that_are_read_back) {
  std::set<std::string_view> names;
  for (const auto state : all_states()) {
    EXPECT_TRUE(names.insert(to_text(state)).second) << to_text(state);
    EXPECT_EQ(payment_state_from(to_text(state)), state);
  }
  EXPECT_FALSE(payment_state_from("Completed"));
  EXPECT_FALSE(payment_state_from(""));
}

TEST(PaymentStates, are_shown_to_clients_as_eight_statuses) {
  std::set<PaymentStatus> statuses;
  for (const auto state : all_states()) statuses.insert(status_of(state));
  EXPECT_EQ(statuses.size(), 8u);
  for (const auto status : statuses) EXPECT_EQ(payment_status_from(to_text(status)), status);
  EXPECT_FALSE(payment_status_from("confirming"));

  EXPECT_EQ(status_of(S::stock_reserved), PaymentStatus::pending);
  EXPECT_EQ(status_of(S::intent_created), PaymentStatus::pending);
  EXPECT_EQ(status_of(S::requires_action), PaymentStatus::processing);
  EXPECT_EQ(status_of(S::cancelling), PaymentStatus::processing);
  EXPECT_EQ(status_of(S::manual_review), PaymentStatus::processing);
}

TEST(PaymentStates, that_are_final_are_left_by_refunds_alone) {
  for (const auto from : all_states()) {
    if (!is_final(from)) continue;
    for (const auto to : all_states()) {
      // Another refund changes the state of none and of a whole one, and may leave a part a part.
      const bool changes = from != to || from == S::partially_refunded;
      EXPECT_EQ(can_follow(from, to), is_sold(from) && is_sold(to) && changes) << to_text(from) << " > " << to_text(to);
    }
  }
}

TEST(PaymentStates, are_all_reached_from_the_first_and_each_leads_to_an_end) {
  EXPECT_EQ(reachable_from(S::created).size(), all_states().size());
  for (const auto state : all_states()) {
    bool ends = false;
    for (const auto reached : reachable_from(state)) ends = ends || is_final(reached);
    EXPECT_TRUE(ends) << to_text(state);
  }
}

TEST(PaymentStates, without_a_sale_follow_the_undoing_alone) {
  for (const auto from : all_states()) {
    for (const auto to : all_states()) {
      if (is_abandoned(to)) EXPECT_EQ(can_follow(from, to), from == S::cancelling) << to_text(from);
    }
  }
}

TEST(PaymentStates, take_money_only_after_the_units_are_pinned_or_the_provider_says_so) {
  for (const auto from : all_states()) {
    const bool evidence = from == S::cancelling || from == S::manual_review;
    EXPECT_EQ(can_follow(from, S::capturing), from == S::stock_pinned || evidence) << to_text(from);
    const bool turned_back = from == S::partially_refunded || from == S::refunded;
    EXPECT_EQ(can_follow(from, S::completed), from == S::capturing || turned_back) << to_text(from);
  }
}

}  // namespace
}  // namespace ddd::payment
