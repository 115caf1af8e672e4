#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/subscription.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd {

/// Delivers a topic to a consumer group: events of one key in order, different keys side by side, the offset committed
/// after the effects are durable. What can't be handled is set aside as a dead letter; what can't be handled *now* is
/// waited for.
class GroupRunner {
 public:
  /// `tracer` hears of events that are part of a recorded trace; null: nobody does.
  GroupRunner(GroupSubscription subscription, EventBus& bus, const Clock& clock, Sleeper& sleeper,
              metrics::Registry& metrics, Log& log, tracing::Tracer* tracer = nullptr);

  /// Runs until `finish` or cancellation.
  [[nodiscard]] Task<> run();
  /// Handles one batch of what is there; gives how many. For tests and simulation.
  [[nodiscard]] Task<Result<std::size_t>> run_once(std::chrono::milliseconds wait);
  /// Lets the events under way end and takes no more; `run` returns after them.
  void finish() { finishing_ = true; }

 private:
  /// Delivers events of one key; clears `all_done` when it had to stop.
  [[nodiscard]] Task<> deliver_in_order(const std::vector<const Delivered*>& events, bool& all_done);
  /// False when it was given up because the runner is finishing.
  [[nodiscard]] Task<bool> deliver(const Delivered& delivered);
  [[nodiscard]] Task<bool> bury(const Delivered& delivered, const Error& error, int attempts);
  [[nodiscard]] Task<Result<Handled>> attempt(const Delivered& delivered);
  [[nodiscard]] double seconds_since(Timestamp time) const;
  [[nodiscard]] Task<Result<Handled>> handle(const CallContext& call, const Delivered& delivered);
  void record_span(const CallContext& call, const Delivered& delivered, std::chrono::steady_clock::time_point started,
                   const Result<Handled>& result);

  GroupSubscription subscription_;
  EventBus& bus_;
  const Clock& clock_;
  Sleeper& sleeper_;
  Log& log_;
  std::unique_ptr<BusReader> reader_;
  std::array<metrics::Counter*, 5> outcomes_;  ///< indexed by Handled, then dead letters
  metrics::Gauge& lag_;
  metrics::Counter& retries_;
  metrics::Gauge& blocked_;
  tracing::Tracer* tracer_;
  bool finishing_ = false;
};

}  // namespace ddd
