#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/messaging/broadcast.hpp>
#include <ddd/platform/messaging/group_runner.hpp>
#include <ddd/platform/messaging/relay.hpp>
#include <ddd/runtime/periodic_runner.hpp>

namespace ddd {

/// Everything that runs on a shard without a request: relays, consumer groups, broadcasts, jobs. Started together,
/// stopped in order: consumers and jobs end what they are at, then the relays put the last events on the bus.
class Background {
 public:
  struct Dependencies {
    EventBus& bus;
    const Clock& clock;
    Sleeper& sleeper;
    metrics::Registry& metrics;
    Log& log;
    tracing::Tracer* tracer = nullptr;  ///< null: no spans
  };
  Background(ShardExecutor executor, Dependencies dependencies);

  /// The relay, to be woken after commits by whoever sees them; they may outlive it.
  std::weak_ptr<OutboxRelay> add_relay(std::string context, Outbox& outbox);
  void add_groups(std::vector<GroupSubscription> subscriptions);
  void add_jobs(std::vector<PeriodicJob> jobs);
  void add_broadcasts(std::string topic, std::vector<BroadcastSubscription> subscriptions);

  /// Replays the broadcasts up to the present.
  [[nodiscard]] Task<Result<>> catch_up();
  void start();
  /// True if everything ended by itself within `limit`.
  [[nodiscard]] Task<bool> stop(std::chrono::milliseconds limit);

 private:
  ShardExecutor executor_;
  Dependencies dependencies_;
  std::vector<std::shared_ptr<OutboxRelay>> relays_;
  std::vector<std::unique_ptr<GroupRunner>> groups_;
  std::vector<std::unique_ptr<BroadcastRunner>> broadcasts_;
  std::vector<std::unique_ptr<PeriodicRunner>> jobs_;
  TaskGroup workers_;    ///< groups and jobs: end by themselves when told to
  TaskGroup listeners_;  ///< relays and broadcasts: cancelled
};

}  // namespace ddd
