#include <gtest/gtest.h>
#include <simulation/support/instruments.hpp>

namespace ddd::simulation::test {
namespace {

/// Each profile's seeds are others than those of the next, and the same in every run of the test.
class Seeds : public testing::Test {
 protected:
  void run(std::uint64_t first, std::uint64_t count, const Plan& plan) {
    for (auto seed = first; seed < first + count; ++seed) {
      const auto outcome = lent.run(seed, plan);
      EXPECT_TRUE(outcome.violations.empty()) << told(outcome, plan);
      sum.add(outcome.statistics);
      if (seed % 20 == 0) EXPECT_EQ(lent.run(seed, plan).trace, outcome.trace) << "seed " << seed << " doesn't replay";
    }
  }
  Lent lent;
  Statistics sum;
};

TEST_F(Seeds, OfACalmShopKeepEveryPromiseAndSellMostOfWhatIsAskedFor) {
  run(1, 5, {.profile = "calm"});
  EXPECT_GT(sum.purchases, sum.payments / 2);
  EXPECT_EQ(sum.crashes, 0U);
}

TEST_F(Seeds, OfAShopWhereEverythingGoesWrongKeepEveryPromise) {
  run(1000, 200, {.buyers = 5, .rounds = 4});
  // The run was worth its time: it sold, it suffered, and it went every way that a payment can go.
  EXPECT_GT(sum.purchases, 1000U);
  EXPECT_GT(sum.crashes, 200U);
  EXPECT_GT(sum.answers_lost, 200U);
  EXPECT_GT(sum.provider_unclear, 200U);
  using enum payment::PaymentState;
  for (const auto& edge : {Statistics::Edge{confirming, requires_action},
                           {confirming, intent_created},
                           {authorized, stock_pinned},
                           {capturing, completed},
                           {cancelling, cancelled},
                           {cancelling, expired},
                           {cancelling, failed}}) {
    EXPECT_GT(sum.edges[edge], 0U) << to_text(edge.first) << " > " << to_text(edge.second);
  }
}

TEST_F(Seeds, OfABadNetworkKeepEveryPromise) {
  run(2000, 20, {.profile = "network", .buyers = 5, .rounds = 4});
}

TEST_F(Seeds, OfCrashingProcessesKeepEveryPromise) {
  run(3000, 20, {.profile = "crashes", .buyers = 5, .rounds = 4});
}

TEST_F(Seeds, OfAnUnclearProviderKeepEveryPromise) {
  run(4000, 20, {.profile = "provider", .buyers = 5, .rounds = 4});
}

TEST_F(Seeds, AreRefusedForAnUnknownProfile) {
  EXPECT_THROW((void)lent.run(1, {.profile = "sunshine"}), std::invalid_argument);
}

TEST_F(Seeds, DifferFromOneAnother) {
  EXPECT_NE(lent.run(1).trace, lent.run(2).trace);
}

}  // namespace
}  // namespace ddd::simulation::test
