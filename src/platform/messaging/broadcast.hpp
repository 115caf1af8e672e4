#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/subscription.hpp>

namespace ddd {

/// Delivers a topic to the broadcast subscriptions of one shard: first what happened in the last eleven minutes, then
/// all that comes. No group, no offset: every shard of every process hears everything, and again after a restart.
class BroadcastRunner {
 public:
  static constexpr std::chrono::minutes kReplay{11};

  BroadcastRunner(std::string topic, std::vector<BroadcastSubscription> subscriptions, EventBus& bus,
                  const Clock& clock);

  /// Reads up to the present; a shard isn't ready before. Error: the bus's.
  [[nodiscard]] Task<Result<>> catch_up();
  /// Runs until cancelled; failures of the bus are waited out.
  [[nodiscard]] Task<> run();

 private:
  [[nodiscard]] Task<Result<std::size_t>> deliver(std::chrono::milliseconds wait);

  std::vector<BroadcastSubscription> subscriptions_;
  std::unique_ptr<BusReader> reader_;
};

}  // namespace ddd
