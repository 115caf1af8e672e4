#pragma once

#include <string>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd {

/// Carries a context's outbox to the bus, in order and at least once: rows are marked published after the bus has them,
/// so a crash in between only sends them again. One active relay per database, on one shard.
class OutboxRelay {
 public:
  /// `context` names the outbox in metrics.
  /// `tracer` hears of events that are part of a recorded trace; null: nobody does.
  OutboxRelay(std::string context, Outbox& outbox, EventBus& bus, const Clock& clock, metrics::Registry& metrics,
              ShardExecutor executor, tracing::Tracer* tracer = nullptr);

  /// Call after a commit that may have written events; from any thread. Without it the relay looks every 200 ms.
  void wake() { wake_.notify(); }

  /// Runs until cancelled. Failures of store or bus are waited out, at most a second between tries.
  [[nodiscard]] Task<> run();
  /// Publishes what is there now and returns how many; for tests, simulation and the last flush at shutdown.
  [[nodiscard]] Task<Result<std::size_t>> flush();

 private:
  [[nodiscard]] Task<Result<std::size_t>> publish_batch();
  /// A span for each event of a recorded trace, to be told when the bus has them.
  [[nodiscard]] std::vector<tracing::Span> spans_of(const std::vector<Event>& events) const;

  std::string service_;
  Outbox& outbox_;
  EventBus& bus_;
  const Clock& clock_;
  Signal wake_;
  metrics::Counter& published_;
  metrics::Gauge& oldest_age_;
  tracing::Tracer* tracer_;
};

}  // namespace ddd
