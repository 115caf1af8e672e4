#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd {

/// Carries a context's outbox to the bus, in order and at least once: rows are marked published after the bus has them, so a
/// crash in between only sends them again. One active relay per database, on one shard.
class OutboxRelay {
 public:
  /// `context` names the outbox in metrics.
  OutboxRelay(std::string context, Outbox& outbox, EventBus& bus, const Clock& clock, metrics::Registry& metrics,
              ShardExecutor executor);

  /// Call after a commit that may have written events; from any thread. Without it the relay looks every 200 ms.
  void wake() { wake_.notify(); }

  /// Runs until cancelled. Failures of store or bus are waited out, at most a second between tries.
  [[nodiscard]] Task<> run();
  /// Publishes what is there now and returns how many; for tests, simulation and the last flush at shutdown.
  [[nodiscard]] Task<Result<std::size_t>> flush();

 private:
  [[nodiscard]] Task<Result<std::size_t>> publish_batch();

  Outbox& outbox_;
  EventBus& bus_;
  const Clock& clock_;
  Signal wake_;
  metrics::Counter& published_;
  metrics::Gauge& oldest_age_;
};

}  // namespace ddd
