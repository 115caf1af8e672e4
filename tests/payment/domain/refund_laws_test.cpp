#include <algorithm>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <payment/support/as_text.hpp>
#include <payment/support/values.hpp>
#include <rapidcheck/gtest.h>

// What holds of a payment and its refunds, whatever is asked for and whatever the provider answers, in currencies with
// no, two and three digits.
namespace ddd::payment {
namespace {

using S = PaymentState;
using test::kStart;
using test::refund_id;

Payment sold(Currency currency) {
  Payment::Opening opening{.id = test::payment_id(1), .user_id = UserId(7), .order_id = "ord_1"};
  opening.basket = std::nullopt;
  const auto lines = *rc::gen::inRange<std::uint64_t>(1, 4);
  for (std::uint64_t product = 1; product <= lines; ++product) {
    opening.lines.push_back({.product_id = ProductId(product),
                             .name = "Mug",
                             .quantity = *rc::gen::inRange<std::int64_t>(1, 5),
                             .unit_price = Money(*rc::gen::inRange<std::int64_t>(1, 3000), currency)});
  }
  opening.amount = total_of(opening.lines).value();
  auto payment = Payment::open(std::move(opening), kStart);
  RC_ASSERT(payment.choose_method("pm_card_visa", "", kStart));
  payment.stock_reserved(kStart);
  payment.prepare(GatewayOperation::create, "", kStart);
  payment.intent_created("pi_1", "secret", kStart);
  payment.confirming(kStart);
  payment.authorized("req", kStart);
  payment.stock_pinned(kStart);
  payment.capturing({}, kStart);
  payment.completed("req", kStart);
  return payment;
}

/// Everything that happened to one sale, kept by hand beside the aggregate: the model.
struct Story {
  explicit Story(Currency currency) : payment(sold(currency)) {}

  Payment payment;
  std::uint64_t asked = 0;

  void go_on() {
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
      case 1:
        return ask();
      case 2:
        return settle([&](const RefundId& id) { payment.refund_succeeded(id, "re_" + id.to_text(), "req", kStart); });
      case 3:
        return settle([&](const RefundId& id) { payment.refund_failed(id, "no", "req", kStart); });
      case 4:
        return settle([&](const RefundId& id) { payment.refund_uncertain(id, kStart); });
      default:
        return payment.mark_saved();
    }
  }

  void ask() {
    const auto left = payment.refundable();
    const auto amount = *rc::gen::weightedOneOf<std::int64_t>(
        {{4, rc::gen::inRange<std::int64_t>(-1, left.minor_units() + 2)}, {2, rc::gen::just(left.minor_units())}});
    RefundOrder order{.id = refund_id(asked + 1),
                      .amount = Money(amount, left.currency()),
                      .reason = "why",
                      .restock = *rc::gen::arbitrary<bool>(),
                      .lines = {}};
    if (order.restock && *rc::gen::arbitrary<bool>()) {
      order.lines.push_back({ProductId(*rc::gen::inRange<std::uint64_t>(1, 5)), *rc::gen::inRange<std::int64_t>(0, 4)});
    }
    const auto before = test::as_text(payment.state());
    const auto accepted = payment.request_refund(order, kStart);
    const bool fits = amount >= 1 && amount <= left.minor_units();
    if (accepted) ++asked;
    RC_ASSERT(!accepted || fits);
    // Without goods there is nothing else to refuse, but the number of them.
    if (!order.restock && payment.state().refunds.size() < Payment::kMostRefunds)
      RC_ASSERT(accepted.has_value() == fits);
    if (!accepted) RC_ASSERT(test::as_text(payment.state()) == before);
  }

  /// On any refund; what does not fit is a defect of the caller, throws and changes no sum.
  template <class Tell>
  void settle(Tell tell) {
    if (asked == 0) return;
    const auto id = refund_id(*rc::gen::inRange<std::uint64_t>(1, asked + 1));
    const auto refunded = payment.state().refunded;
    const auto status = payment.find_refund(id)->status;
    // Nobody asks about a refund that has ended.
    if (status != RefundStatus::pending && *rc::gen::inRange(0, 3) != 0) return;
    try {
      tell(id);
    } catch (const std::logic_error&) {
      RC_ASSERT(payment.state().refunded == refunded && payment.find_refund(id)->status == status);
    }
  }

  [[nodiscard]] std::int64_t sum_of(auto counts) const {
    std::int64_t sum = 0;
    for (const auto& refund : payment.state().refunds) sum += counts(refund) ? refund.amount.minor_units() : 0;
    return sum;
  }
};

Story any_story() {
  const auto code = *rc::gen::element<std::string>("JPY", "USD", "KWD");
  RC_TAG(code);
  Story story(Currency::from_code(code).value());
  const auto steps = *rc::gen::inRange(0, 40);
  for (int step = 0; step < steps; ++step) {
    story.go_on();
    const auto taken = story.payment.state().amount.minor_units();
    RC_ASSERT(story.sum_of([](const Refund& r) { return r.status != RefundStatus::failed; }) <= taken);
    RC_ASSERT(story.sum_of([](const Refund& r) { return r.status == RefundStatus::succeeded; }) ==
              story.payment.state().refunded);
  }
  return story;
}

RC_GTEST_PROP(RefundLaws, never_more_goes_back_than_was_taken_and_every_amount_has_its_currency, ()) {
  const auto story = any_story();
  const auto& payment = story.payment.state();
  RC_ASSERT(payment.refunded >= 0 && payment.refunded <= payment.amount.minor_units());
  RC_ASSERT(story.payment.refundable().minor_units() >= 0);
  for (const auto& refund : payment.refunds) RC_ASSERT(refund.amount.currency() == payment.amount.currency());
}

RC_GTEST_PROP(RefundLaws, the_state_says_how_much_went_back, ()) {
  const auto story = any_story();
  const auto& payment = story.payment.state();
  const auto expected = payment.refunded == 0                              ? S::completed
                        : payment.refunded == payment.amount.minor_units() ? S::refunded
                                                                           : S::partially_refunded;
  RC_CLASSIFY(expected != S::completed);
  RC_ASSERT(payment.state == expected);
}

RC_GTEST_PROP(RefundLaws, no_unit_comes_back_twice_and_none_that_was_not_sold, ()) {
  const auto story = any_story();
  std::map<ProductId, std::int64_t> units;
  for (const auto& line : story.payment.state().lines) units[line.product_id] += line.quantity;
  for (const auto& refund : story.payment.state().refunds) {
    if (refund.status == RefundStatus::failed && !refund.succeeded_at) continue;
    RC_ASSERT(refund.restock || refund.lines.empty());
    for (const auto& line : refund.lines) {
      RC_ASSERT(line.quantity >= 1);
      units[line.product_id] -= line.quantity;
    }
  }
  for (const auto& [product, left] : units) RC_ASSERT(left >= 0);
}

RC_GTEST_PROP(RefundLaws, the_books_of_one_save_balance_and_sum_to_what_went_back, ()) {
  Story story(Currency::from_code(*rc::gen::element<std::string>("JPY", "USD", "KWD")).value());
  // In one save, so that all bookings can be seen.
  for (int step = 0; step < 20; ++step) {
    if (*rc::gen::arbitrary<bool>()) story.ask();
    story.settle([&](const RefundId& id) { story.payment.refund_succeeded(id, "re_" + id.to_text(), "req", kStart); });
    story.settle([&](const RefundId& id) { story.payment.refund_failed(id, "no", "req", kStart); });
  }
  const auto& payment = story.payment.state();
  std::int64_t owed = 0;
  for (const auto& booking : story.payment.bookings()) {
    std::int64_t balance = 0;
    for (const auto& entry : booking.entries) {
      RC_ASSERT(entry.amount.minor_units() > 0 && entry.amount.currency() == payment.amount.currency());
      const auto signed_amount =
          entry.side == LedgerEntry::Side::debit ? entry.amount.minor_units() : -entry.amount.minor_units();
      balance += signed_amount;
      if (entry.account == "cash_clearing") owed += signed_amount;
    }
    RC_ASSERT(balance == 0);
  }
  RC_ASSERT(owed == payment.amount.minor_units() - payment.refunded);
}

RC_GTEST_PROP(RefundLaws, the_log_stays_a_walk_along_the_edges, ()) {
  Story story{Currency()};
  for (int step = 0; step < 20; ++step) {
    story.ask();
    story.settle([&](const RefundId& id) { story.payment.refund_succeeded(id, "re_" + id.to_text(), "req", kStart); });
    story.settle([&](const RefundId& id) { story.payment.refund_failed(id, "no", "req", kStart); });
  }
  std::optional<S> stands;
  for (const auto& transition : story.payment.transitions()) {
    RC_ASSERT(transition.from == stands);
    if (stands) RC_ASSERT(can_follow(*stands, transition.to));
    stands = transition.to;
  }
  RC_ASSERT(stands == story.payment.stage());
}

}  // namespace
}  // namespace ddd::payment
