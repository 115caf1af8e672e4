#include <set>
#include <string>

#include <gtest/gtest.h>
#include <simulation/support/instruments.hpp>
#include <simulation/support/mutants.hpp>

namespace ddd::simulation::test {
namespace {

/// A simulation that finds nothing proves nothing: every planted mistake must be found, soon.
class Mutants : public testing::Test {
 protected:
  /// Runs seeds until one breaks one of the promises that the mistake must break.
  void expect_broken(const Wrappers& wrappers, const std::string& profile, const std::set<std::string>& promises,
                     int buyers = 6) {
    constexpr std::uint64_t kMost = 80;
    const Plan plan{.profile = profile, .buyers = buyers, .rounds = 5};
    std::set<std::string> others;
    for (std::uint64_t seed = 1; seed <= kMost; ++seed) {
      for (const auto& violation : lent.run(seed, plan, wrappers).violations) {
        others.insert(violation.promise);
        if (!promises.contains(violation.promise)) continue;
        RecordProperty("found_by_seed", static_cast<int>(seed));
        return;
      }
    }
    ADD_FAILURE() << kMost << " seeds did not find the mistake; they broke " << testing::PrintToString(others);
  }
  Lent lent;
};

template <class Mutant, class Port>
Wrapper<Port> planted() {
  return [](Port& inner, Stores&) -> std::unique_ptr<Port> { return std::make_unique<Mutant>(inner); };
}

TEST_F(Mutants, AStoreThatIgnoresVersionsLosesWhatWentIntoABasket) {
  Wrappers wrappers;
  wrappers.baskets = [](basket::BasketRepository& inner, Stores& stores) {
    return std::make_unique<CarelessBaskets>(inner, stores.basket);
  };
  expect_broken(wrappers, "swarm", {"B1", "B6", "E1"});
}

TEST_F(Mutants, APaymentStoreThatForgetsKeysMakesTwoPaymentsOfOne) {
  expect_broken({.payments = planted<ForgetfulPayments, payment::PaymentRepository>()}, "network", {"M3"});
}

TEST_F(Mutants, AnInboxThatForgetsLeavesNoMark) {
  expect_broken({.stocks = planted<ForgetfulInbox, product::StockRepository>()}, "swarm", {"E4"});
}

TEST_F(Mutants, PinnedStockThatExpiresIsFound) {
  Wrappers wrappers;
  wrappers.stocks = [](product::StockRepository& inner, Stores& stores) {
    return std::make_unique<ImpatientStocks>(inner, stores.product);
  };
  expect_broken(wrappers, "provider", {"S4", "M7", "S5"});
}

TEST_F(Mutants, AFreshKeyForEveryTryIsSentWithoutBeingWrittenDown) {
  expect_broken({.gateway = planted<FreshKeys, payment::PaymentGateway>()}, "provider", {"M11"});
}

TEST_F(Mutants, StockThatGoesBackBeforeACancelIsKnownIsFound) {
  expect_broken({.gateway = planted<HopefulCancel, payment::PaymentGateway>()}, "swarm", {"M8", "S5"});
}

TEST_F(Mutants, NoAnswerTakenForAFailureIsFound) {
  expect_broken({.gateway = planted<ImpatientCapture, payment::PaymentGateway>()}, "provider", {"M8"});
}

TEST_F(Mutants, ASaleWithoutItsMoneyIsFound) {
  expect_broken({.gateway = planted<HopefulCapture, payment::PaymentGateway>()}, "provider", {"M5"});
}

TEST_F(Mutants, ACaptureWithoutAPinIsFound) {
  expect_broken({.products = planted<NoPin, contracts::ProductApi>()}, "calm", {"M7"});
}

TEST_F(Mutants, AnOutboxThatIsMarkedBeforeTheBusHasTheEventsLosesThem) {
  expect_broken({.payment_outbox = planted<HastyOutbox, Outbox>()}, "crashes", {"E2", "S5", "L4"}, 30);
}

TEST_F(Mutants, AnOffsetCommittedBeforeTheEffectLosesIt) {
  expect_broken({.product_bus = planted<HastyBus, EventBus>()}, "crashes", {"E4", "S5", "L4"}, 30);
}

}  // namespace
}  // namespace ddd::simulation::test
