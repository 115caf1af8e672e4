#include <gtest/gtest.h>
#include <payment/support/till.hpp>
#include <rapidcheck/gtest.h>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using test::Fault;
using test::Till;

std::string any_method() {
  return *rc::gen::element<std::string>("pm_card_visa", "pm_card_visa", "pm_card_visa", "pm_card_poor", "pm_card_3ds",
                                        "pm_card_slow", "");
}

/// What goes wrong between us and the provider. A mistake of ours is left out: it ends with a person.
void trouble(Till& till) {
  const auto operation = *rc::gen::element<std::string>("create", "confirm", "capture", "cancel", "look_up");
  const auto fault = *rc::gen::element(Fault::not_executed, Fault::lost_request, Fault::lost_answer);
  till.provider.fail_next(operation, fault, *rc::gen::inRange(1, 4));
}

/// What a buyer, the provider, the neighbours or time may do next.
void anything(Till& till) {
  std::vector<PaymentId> known;
  for (const auto& [id, row] : till.store.payments) known.push_back(id);
  const auto pick = [&] { return known.at(*rc::gen::inRange<std::size_t>(0, known.size())); };
  switch (*rc::gen::inRange(known.empty() ? 6 : 0, 10)) {
    case 0:
      return static_cast<void>(till.process(pick(), any_method()));
    case 1:
      return static_cast<void>(till.cancel(pick()));
    case 2:
      for (auto& [id, intent] : till.provider.intents) till.provider.act(id, *rc::gen::arbitrary<bool>());
      return;
    case 3: {
      const auto found = till.shelf.reservations.find(pick());
      if (found != till.shelf.reservations.end() && !found->second.pinned) found->second.lost = true;
      return;
    }
    case 4:
      till.shelf.is_away = !till.shelf.is_away;
      return;
    case 5:
      till.payments.unavailable = *rc::gen::inRange(1, 3);
      return;
    case 6:
      return static_cast<void>(till.buy(any_method()));
    case 7:
      return static_cast<void>(
          till.create(test::under_key(till.ada), {.current_basket = true, .payment_method = any_method()}));
    default:
      static_cast<void>(till.recover_after(std::chrono::seconds(*rc::gen::element(0, 1, 2, 15, 30, 300))));
  }
}

/// Time goes on and nothing fails any more.
void calm_down(Till& till) {
  till.mortality.die_at(0);
  till.payments.unavailable = 0;
  till.shelf.is_away = false;
  till.provider.heal();
  till.provider.takes_its_time = false;
  for (auto& [id, intent] : till.provider.intents) {
    if (intent.facts.status == IntentStatus::processing) intent.facts.status = IntentStatus::requires_capture;
  }
  till.settle();
}

RC_GTEST_PROP(Storms, pass_and_leave_the_books_in_order, ()) {
  Till till;
  till.baskets.baskets[UserId(7)] = {{BasketId::restore("bsk_1"), 3}, {{ProductId(2), 1}}};
  const auto steps = *rc::gen::inRange(1, 30);
  for (int step = 0; step < steps; ++step) {
    if (*rc::gen::weightedElement<bool>({{3, false}, {1, true}})) trouble(till);
    till.mortality.die_at(*rc::gen::weightedOneOf<int>({{3, rc::gen::just(0)}, {1, rc::gen::inRange(1, 30)}}));
    try {
      anything(till);
    } catch (const test::Death&) {
      till.mortality.die_at(0);
      till.payments.unavailable = 0;
      till.start();
    }
  }
  calm_down(till);
  const auto broken = till.broken_rules();
  for (const auto& rule : broken) RC_LOG(rule);
  RC_ASSERT(broken.empty());
  // Under one key there is one payment at most.
  std::size_t of_basket = 0;
  for (const auto& [id, row] : till.store.payments) of_basket += row.payment.basket ? 1 : 0;
  RC_ASSERT(of_basket <= 1u);
}

}  // namespace
}  // namespace ddd::payment
