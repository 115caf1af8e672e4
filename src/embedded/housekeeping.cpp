#include <ddd/embedded/housekeeping.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::embedded {
namespace {

constexpr std::chrono::days kKeepEvents{7};
constexpr std::chrono::days kKeepAnswers{30};

Task<Result<>> purge(sqlite::Database& database, const Clock& clock) {
  const auto now = clock.now();
  for (bool more = true; more;) {
    DDD_CO_TRY(more, co_await sqlite::purge_effects(database, now - kKeepEvents, now - kKeepAnswers));
  }
  co_return Result<>{};
}

}  // namespace

std::vector<PeriodicJob> housekeeping(World& world) {
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
  return jobs;
}

}  // namespace ddd::embedded
