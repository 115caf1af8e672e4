#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/embedded/housekeeping.hpp>
#include <ddd/platform/embedded_bus/retention.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::embedded {
namespace {

constexpr std::chrono::days kKeepEvents{7};
constexpr std::chrono::days kKeepPaymentEvents{30};
constexpr std::chrono::days kKeepLetters{30};
constexpr std::chrono::days kKeepAnswers{30};

Task<Result<>> purge(sqlite::Database& database, const Clock& clock) {
  const auto now = clock.now();
  for (bool more = true; more;) {
    DDD_CO_TRY(more, co_await sqlite::purge_effects(database, now - kKeepEvents, now - kKeepAnswers));
  }
  co_return Result<>{};
}

Task<Result<>> purge_bus_of(World& world, const std::vector<TopicRetention>& topics) {
  const auto now = world.clock.now();
  for (bool more = true; more;) {
    DDD_CO_TRY(const auto purged, co_await purge_bus(*world.bus, topics, now, now - kKeepLetters));
    more = purged.more;
    if (purged.dead_letters > 0) {
      world.log.error("dead letters were dropped after thirty days", {{"letters", purged.dead_letters}});
    }
  }
  co_return Result<>{};
}

Task<Result<>> count_letters(EmbeddedBusFile& bus, metrics::Gauge& gauge) {
  DDD_CO_TRY(const auto letters, co_await count_dead_letters(bus));
  gauge.set(static_cast<double>(letters));
  co_return Result<>{};
}

std::vector<TopicRetention> retention(const ConsumerGroups& groups) {
  std::vector<TopicRetention> topics;
  for (const auto& [topic, names] : groups) {
    topics.push_back({topic, topic == contracts::kPaymentTopic ? kKeepPaymentEvents : kKeepEvents, names});
  }
  return topics;
}

}  // namespace

std::vector<PeriodicJob> housekeeping(World& world, const ConsumerGroups& groups) {
  std::vector<PeriodicJob> jobs;
  const auto add = [&](std::string name, sqlite::Database& database) {
    jobs.push_back({.name = std::move(name),
                    .every = std::chrono::minutes(5),
                    .run = [&database, &clock = world.clock] { return purge(database, clock); }});
  };
  add("user.purge", *world.user_db);
  add("product.purge", *world.product_db);
  add("basket.purge", *world.basket_db);
  add("payment.purge", *world.payment_db);
  jobs.push_back({.name = "bus.purge", .every = std::chrono::minutes(5), .run = [&world, topics = retention(groups)] {
                    return purge_bus_of(world, topics);
                  }});
  auto& letters = world.metrics.gauge("dead_letters", "Dead letters that wait for an operator.");
  jobs.push_back({.name = "bus.dead_letters", .every = std::chrono::seconds(5), .run = [&bus = *world.bus, &letters] {
                    return count_letters(bus, letters);
                  }});
  return jobs;
}

}  // namespace ddd::embedded
