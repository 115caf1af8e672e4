#include <product/adapters/routes.hpp>

#include <ddd/contracts/product/product_events.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::json_of;
using test::payment;

class TheModule : public test::Routes {
 protected:
  TheModule() { EXPECT_EQ(create("MUG").status, 201); }
};

TEST_F(TheModule, sweeps_reservations_as_a_job) {
  ASSERT_TRUE(run(stocks.apply(ReserveStock{payment(1), {{ProductId(1), 4}}}, {.now = clock.at})));
  const auto jobs = module.jobs();
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].name, "product.expire_reservations");
  ASSERT_TRUE(run(jobs[0].run()));
  EXPECT_EQ(json_of(get("/products/1")).at("stock").as_int64(), 6);
  clock.at += 15min;
  ASSERT_TRUE(run(jobs[0].run()));
  EXPECT_EQ(json_of(get("/products/1")).at("stock").as_int64(), 10);
}

TEST_F(TheModule, drops_from_its_cache_what_another_process_has_changed) {
  EXPECT_EQ(get("/products/1").status, 200);
  data.products.at(ProductId(1)).details.name = "Renamed elsewhere";
  EXPECT_EQ(json_of(get("/products/1")).at("name").as_string(), "Blue mug") << "served from the cache";
  const auto broadcasts = module.broadcast_subscriptions();
  ASSERT_EQ(broadcasts.size(), 1u);
  broadcasts[0].handle({.key = "1", .type = std::string(contracts::ProductUpdatedV1::type), .data = "{}"});
  EXPECT_EQ(json_of(get("/products/1")).at("name").as_string(), "Renamed elsewhere");
}

TEST_F(TheModule, joins_the_fanout_of_its_process) {
  ASSERT_EQ(fanout.members().size(), 1u);
  EXPECT_TRUE(fanout.members()[0].executor == web.context.get_executor());
}

TEST_F(TheModule, hears_of_payments) {
  EXPECT_EQ(module.group_subscriptions().at(0).topic, "payment-events");
}

}  // namespace
}  // namespace ddd::product
