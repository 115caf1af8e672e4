#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/sandbox/application/operations.hpp>
#include <ddd/sandbox/application/ports/event_store.hpp>

namespace ddd::sandbox {

/// What time alone changes: keys older than a day are forgotten, holds that nobody captured end, and events are kept
/// for 30 days (docs.stripe.com/api/events: "for the last 30 days").
class Housekeeping {
 public:
  static constexpr std::chrono::hours kEventLife{30 * 24};

  /// All outlive this.
  Housekeeping(Operations& operations, IntentStore& intents, EventStore& events, const Clock& clock, Sleeper& sleeper)
      : operations_(operations), intents_(intents), events_(events), clock_(clock), sleeper_(sleeper) {}

  /// Once a minute until cancelled. A store that is unavailable is asked again the next time.
  [[nodiscard]] Task<> run();
  /// Brings refunds to the end that they come to by themselves, twice a second until cancelled.
  [[nodiscard]] Task<> settle_refunds();
  /// Does what is due now, at most kAtOnce of each kind; true if there may be more. Errors: `store.unavailable`.
  [[nodiscard]] Task<Result<bool>> run_once();

 private:
  static constexpr std::size_t kAtOnce = 1000;

  Operations& operations_;
  IntentStore& intents_;
  EventStore& events_;
  const Clock& clock_;
  Sleeper& sleeper_;
};

}  // namespace ddd::sandbox
