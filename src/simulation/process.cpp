#include <utility>

#include <ddd/simulation/process.hpp>

namespace ddd::simulation {
namespace {

/// Writes wake the relay; this finds what was left after a failure.
constexpr Micros kLookAnyway{5'000'000};

std::string_view name_of(Node node) {
  constexpr std::array<std::string_view, 5> kNames{"world", "user", "product", "basket", "payment"};
  return kNames[static_cast<std::size_t>(node)];
}

}  // namespace

Process::Process(const Surroundings& surroundings, Node own, const Clock& wall, IdSource& own_ids,
                 MemoryEffects& effects)
    : at(surroundings),
      node(own),
      clock(wall),
      ids(own_ids),
      disk(at.scheduler, node, at.faults, at.statistics, [this] { written(); }),
      answers(effects, disk),
      outbox_(effects, disk),
      bus_({at.scheduler, at.faults, at.statistics, at.bus, node}),
      sleeper_(at.scheduler, node) {}

void Process::run(api::RouteTable routes, std::vector<GroupSubscription> groups, std::vector<PeriodicJob> jobs,
                  const Wrapper<Outbox>& outbox_wrapper, const Wrapper<EventBus>& bus_wrapper) {
  auto& [log, metrics] = at.instruments;
  used_outbox_ = std::make_unique<Wrapped<Outbox>>(outbox_wrapper, outbox_, at.stores);
  used_bus_ = std::make_unique<Wrapped<EventBus>>(bus_wrapper, bus_, at.stores);
  std::vector<api::RouteTable> tables;
  tables.push_back(std::move(routes));
  // Deadlines are measured by the real clock, which has no say in here.
  pipeline_ = std::make_unique<api::Pipeline>(
      std::move(tables),
      api::Pipeline::Dependencies{
          .authenticator = authenticator_, .metrics = metrics, .log = log, .ids = ids, .sleeper = sleeper_},
      api::Pipeline::Options{.service = std::string(name_of(node)), .time_limit = std::chrono::hours(24)});
  handler_ = pipeline_->handler();
  relay_ = std::make_unique<OutboxRelay>(std::string(name_of(node)), **used_outbox_, **used_bus_, clock, metrics,
                                         at.scheduler.executor());
  at.scheduler.spawn(node, publish());
  for (auto& group : groups) {
    groups_.push_back(std::make_unique<GroupRunner>(std::move(group), **used_bus_, clock, sleeper_, metrics, log));
    at.scheduler.spawn(node, groups_.back()->run());
  }
  for (auto& job : jobs) at.scheduler.spawn(node, repeat(std::move(job)));
}

void Process::listen(const std::string& topic, std::vector<BroadcastSubscription> subscriptions) {
  broadcasts_.push_back(std::make_unique<BroadcastRunner>(topic, std::move(subscriptions), bus_, clock));
  at.scheduler.spawn(node, hear(*broadcasts_.back()));
}

void Process::written() {
  has_written_ = true;
  at.scheduler.wake(relay_waits_, Micros(50));
}

Task<> Process::publish() {
  for (;;) {
    has_written_ = false;
    // What fails is tried again when the next look is due.
    static_cast<void>(co_await relay_->flush());
    if (has_written_) continue;
    co_await at.scheduler.park(node, [this](Scheduler::Ticket ticket) {
      relay_waits_ = ticket;
      at.scheduler.wake(ticket, kLookAnyway);
    });
  }
}

Task<> Process::repeat(PeriodicJob job) {
  for (;;) {
    co_await at.scheduler.pause(node, job.every);
    // A round that fails is followed by the next.
    static_cast<void>(co_await job.run());
  }
}

Task<> Process::hear(BroadcastRunner& runner) {
  if (const auto caught_up = co_await runner.catch_up(); caught_up) co_await runner.run();
}

}  // namespace ddd::simulation
