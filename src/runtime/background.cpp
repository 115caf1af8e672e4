#include <exception>

#include <ddd/runtime/background.hpp>

namespace ddd {
namespace {

TaskGroup::OnFailure report_to(Log& log) {
  return [&log](std::string_view name, const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      log.error("background task ended", {{"task", name}, {"reason", error.what()}});
    }
  };
}

}  // namespace

Background::Background(ShardExecutor executor, Dependencies dependencies)
    : executor_(executor),
      dependencies_(dependencies),
      workers_(executor, report_to(dependencies.log)),
      listeners_(executor, report_to(dependencies.log)) {}

std::weak_ptr<OutboxRelay> Background::add_relay(std::string context, Outbox& outbox) {
  relays_.push_back(std::make_shared<OutboxRelay>(std::move(context), outbox, dependencies_.bus, dependencies_.clock,
                                                  dependencies_.metrics, executor_, dependencies_.tracer));
  return relays_.back();
}

void Background::add_groups(std::vector<GroupSubscription> subscriptions) {
  for (auto& subscription : subscriptions) {
    groups_.push_back(std::make_unique<GroupRunner>(std::move(subscription), dependencies_.bus, dependencies_.clock,
                                                    dependencies_.sleeper, dependencies_.metrics, dependencies_.log,
                                                    dependencies_.tracer));
  }
}

void Background::add_jobs(std::vector<PeriodicJob> jobs) {
  for (auto& job : jobs) {
    jobs_.push_back(
        std::make_unique<PeriodicRunner>(std::move(job), executor_, dependencies_.metrics, dependencies_.log));
  }
}

void Background::add_broadcasts(std::string topic, std::vector<BroadcastSubscription> subscriptions) {
  broadcasts_.push_back(std::make_unique<BroadcastRunner>(std::move(topic), std::move(subscriptions), dependencies_.bus,
                                                          dependencies_.clock));
}

Task<Result<>> Background::catch_up() {
  for (auto& broadcast : broadcasts_) DDD_CO_CHECK(co_await broadcast->catch_up());
  co_return Result<>{};
}

void Background::start() {
  for (auto& relay : relays_) listeners_.spawn("relay", relay->run());
  for (auto& broadcast : broadcasts_) listeners_.spawn("broadcast", broadcast->run());
  for (auto& group : groups_) workers_.spawn("consumer group", group->run());
  for (auto& job : jobs_) workers_.spawn("job", job->run());
}

Task<bool> Background::stop(std::chrono::milliseconds limit) {
  for (auto& group : groups_) group->finish();
  for (auto& job : jobs_) job->finish();
  const bool ended = co_await workers_.drain(limit);
  co_await workers_.stop();
  co_await listeners_.stop();
  for (auto& relay : relays_) {
    if (const auto flushed = co_await relay->flush(); !flushed) {
      dependencies_.log.warn("events stay in the outbox until the next start", {{"code", flushed.error().code}});
    }
  }
  co_return ended;
}

}  // namespace ddd
