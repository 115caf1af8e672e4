#include <algorithm>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <payment/support/as_text.hpp>
#include <payment/support/values.hpp>
#include <rapidcheck/gtest.h>

namespace ddd::payment {
namespace {

using S = PaymentState;
using test::kStart;

S any_end() {
  return *rc::gen::element(S::cancelled, S::expired, S::failed);
}

/// Whatever anybody may tell a payment, sensible or not.
void tell(Payment& payment, int what, Timestamp now) {
  switch (what) {
    case 0:
      return static_cast<void>(payment.choose_method("pm_" + std::to_string(what), "", now));
    case 1:
      return payment.stock_reserved(now);
    case 2:
      return payment.prepare(GatewayOperation::create, "a", now);
    case 3:
      return payment.intent_created("pi_1", "secret", now);
    case 4:
      return payment.confirming(now);
    case 5:
      return payment.requires_action("url", now);
    case 6:
      return payment.authorized("evidence", now);
    case 7:
      return payment.stock_pinned(now);
    case 8:
      return payment.capturing("evidence", now);
    case 9:
      return payment.completed("evidence", now);
    case 10:
      return payment.declined("code", now);
    case 11:
      // Nobody asks the provider about a payment that has ended.
      return is_final(payment.stage()) ? void() : payment.uncertain(now);
    case 12:
      return static_cast<void>(payment.cancel("reason", now));
    case 13:
      return payment.abandon({any_end(), "reason"}, now);
    case 14:
      return payment.abandoned("evidence", now);
    default:
      return payment.review("reason", now);
  }
}

/// What a payment of many steps did, all of it kept.
struct Story {
  Payment payment = test::new_payment();

  /// A step that does not fit is a defect of the caller: it throws, and the payment is as it was.
  void go_on(Timestamp now) {
    const auto stood = payment.stage();
    const auto before = test::as_text(payment.state());
    const auto logged = payment.transitions().size();
    // The next step of a good end more often than any other, so that stories get somewhere.
    const int what = *rc::gen::weightedOneOf<int>({{3, rc::gen::just(sensible(stood))}, {2, rc::gen::inRange(0, 16)}});
    try {
      tell(payment, what, now);
      if (is_final(stood)) RC_ASSERT(payment.stage() == stood);
    } catch (const std::logic_error&) {
      refused(before, logged);
    } catch (const std::bad_optional_access&) {
      refused(before, logged);
    }
  }
  void refused(const std::string& before, std::size_t logged) const {
    RC_ASSERT(test::as_text(payment.state()) == before && payment.transitions().size() == logged);
  }

  static int sensible(S state) {
    switch (state) {
      case S::validated:
        return *rc::gen::element(0, 1);
      case S::stock_reserved:
        return *rc::gen::element(0, 2, 3);
      case S::intent_created:
        return *rc::gen::element(0, 4);
      case S::confirming:
        return *rc::gen::element(5, 6, 6, 10, 11);
      case S::requires_action:
        return *rc::gen::element(6, 10);
      case S::authorized:
        return 7;
      case S::stock_pinned:
        return 8;
      case S::capturing:
        return 9;
      default:
        return 14;
    }
  }

  [[nodiscard]] bool went_through(S state) const {
    return std::ranges::any_of(payment.transitions(), [&](const auto& each) { return each.to == state; });
  }
  template <class Fact>
  [[nodiscard]] std::ptrdiff_t told() const {
    return std::ranges::count_if(payment.events().pending(),
                                 [](const auto& event) { return std::holds_alternative<Fact>(event); });
  }
};

Story any_story() {
  Story story;
  const auto steps = *rc::gen::inRange(0, 60);
  for (int step = 0; step < steps; ++step) story.go_on(kStart + std::chrono::seconds(step));
  return story;
}

RC_GTEST_PROP(PaymentLaws, the_log_is_an_unbroken_walk_along_the_edges_to_where_the_payment_stands, ()) {
  const auto story = any_story();
  std::optional<S> stands;
  std::int64_t sequence = 0;
  for (const auto& transition : story.payment.transitions()) {
    RC_ASSERT(transition.sequence == ++sequence);
    RC_ASSERT(transition.from == stands);
    if (stands) RC_ASSERT(can_follow(*stands, transition.to));
    stands = transition.to;
  }
  RC_ASSERT(stands == story.payment.stage());
  RC_ASSERT(sequence == story.payment.state().transition_sequence);
}

RC_GTEST_PROP(PaymentLaws, an_end_is_told_once_and_is_the_end_that_was_said, ()) {
  const auto story = any_story();
  RC_CLASSIFY(is_final(story.payment.stage()));
  RC_ASSERT(story.told<PaymentInitiated>() == 1);
  RC_ASSERT(story.told<PaymentCompleted>() == (story.payment.stage() == S::completed ? 1 : 0));
  RC_ASSERT(story.told<PaymentCancelled>() == (story.payment.stage() == S::cancelled ? 1 : 0));
  RC_ASSERT(story.told<PaymentExpired>() == (story.payment.stage() == S::expired ? 1 : 0));
  RC_ASSERT(story.told<PaymentFailed>() == (story.payment.stage() == S::failed ? 1 : 0));
  if (is_abandoned(story.payment.stage())) {
    RC_ASSERT(story.payment.state().abandonment->end == story.payment.stage());
    RC_ASSERT(!story.payment.state().uncertain_since);
  }
}

RC_GTEST_PROP(PaymentLaws, a_sale_is_booked_once_and_its_debits_equal_its_credits, ()) {
  const auto story = any_story();
  const bool sold = story.payment.stage() == S::completed;
  RC_CLASSIFY(sold);
  RC_ASSERT(story.payment.bookings().size() == (sold ? 1u : 0u));
  for (const auto& booking : story.payment.bookings()) {
    auto balance = Money::zero(story.payment.state().amount.currency());
    auto debits = balance;
    for (const auto& entry : booking.entries) {
      RC_ASSERT(entry.amount.minor_units() > 0);
      const bool debit = entry.side == LedgerEntry::Side::debit;
      balance = (debit ? balance.plus(entry.amount) : balance.minus(entry.amount)).value();
      if (debit) debits = debits.plus(entry.amount).value();
    }
    RC_ASSERT(balance.minor_units() == 0);
    RC_ASSERT(debits == story.payment.state().amount);
    RC_ASSERT(story.went_through(S::stock_pinned) || story.went_through(S::cancelling) ||
              story.went_through(S::manual_review));
  }
}

RC_GTEST_PROP(PaymentLaws, the_amount_is_the_sum_of_the_lines_whatever_happens, ()) {
  const auto story = any_story();
  RC_ASSERT(story.payment.state().amount == total_of(story.payment.state().lines).value());
}

RC_GTEST_PROP(PaymentLaws, a_payment_restored_is_the_payment_saved, ()) {
  auto story = any_story();
  const auto told = story.payment.events().last();
  story.payment.mark_saved();
  auto copy = Payment::restore(story.payment.state());
  RC_ASSERT(copy.events().last() == told);
  RC_ASSERT(copy.version() == 1);
  RC_ASSERT(copy.events().pending().empty() && copy.transitions().empty());
  // And it goes on from there, with the next number.
  if (can_follow(copy.stage(), S::manual_review)) {
    copy.review("why", kStart);
    RC_ASSERT(copy.transitions().at(0).sequence == story.payment.state().transition_sequence + 1);
  }
}

}  // namespace
}  // namespace ddd::payment
