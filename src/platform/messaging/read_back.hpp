#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/outbox_audit.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd {

/// Reads a context's own topic and notes in its outbox which events are there: the audit of the relay and of a broker
/// that lost its log. What was published and doesn't come back within a minute is published again, under its own id, so
/// that the inboxes of those who had it know it.
class OutboxReadBack {
 public:
  static constexpr std::chrono::seconds kPatience{60};

  /// `context` names the outbox in metrics and, as "<context>.read_back", the consumer group.
  OutboxReadBack(const std::string& context, std::string topic, OutboxAudit& outbox, EventBus& bus, const Clock& clock,
                 metrics::Registry& metrics, Log& log);

  [[nodiscard]] static std::string group_of(const std::string& context) { return context + ".read_back"; }

  /// One round: reads up to the end of the topic, then publishes again what is missing. Errors: those of the bus and
  /// the outbox; the next round takes up where this one stopped.
  [[nodiscard]] Task<Result<>> round();

 private:
  /// True if there may be more.
  [[nodiscard]] Task<Result<bool>> observe();
  [[nodiscard]] Task<Result<>> publish_again();

  std::string context_;
  OutboxAudit& outbox_;
  EventBus& bus_;
  const Clock& clock_;
  Log& log_;
  std::unique_ptr<BusReader> reader_;
  metrics::Counter& news_;
  metrics::Counter& repeats_;
  metrics::Counter& strangers_;
  metrics::Counter& republished_;
  metrics::Gauge& unobserved_age_;
};

}  // namespace ddd
